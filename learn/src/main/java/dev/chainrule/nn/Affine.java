package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializers;
import java.util.List;
import java.util.stream.Stream;

/// The learnt weight and bias of a layer that normalises, or nothing.
record Affine(List<Variable> variables) {

  /// Creates `weight`, ones, and `bias`, zeros, if they are wanted.
  static Affine of(Site site, boolean wanted, Shape shape) {
    return new Affine(
        wanted
            ? List.of(
                site.parameter("weight", shape, Initializers.ones()),
                site.parameter("bias", shape, Initializers.zeros()))
            : List.of());
  }

  /// Returns the inputs of an operation: the given ones, then weight and bias.
  Tensor[] with(Tensor... first) {
    return Stream.concat(Stream.of(first), variables.stream().map(Variable::value))
        .toArray(Tensor[]::new);
  }
}

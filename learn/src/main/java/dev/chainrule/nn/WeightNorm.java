package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializers;
import dev.chainrule.op.Axes;
import dev.chainrule.op.Norm;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A [Dense] layer whose weights are learnt as directions and lengths.
///
/// `weight = direction · length / ‖direction‖`, with a direction and a length for each output.
///
/// | | shape | initially |
/// |---|---|---|
/// | input | `[batch, ..., in]` | |
/// | output | `[batch, ..., outputs]` | |
/// | `direction` | `[in, outputs]` | as the weight of the inner layer |
/// | `length` | `[outputs]` | the lengths of the directions |
/// | `bias` | `[outputs]` | zeros |
///
/// **Source**: T. Salimans, D. P. Kingma, "Weight normalization: a simple reparameterization to
/// accelerate training of deep neural networks", NIPS 2016.
///
/// @param inner the layer without the change
public record WeightNorm(Dense inner) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    int inputs = Dense.inputs(site);
    int outputs = inner.outputs();
    var direction = site.parameter("direction", Shape.of(inputs, outputs), inner.weights());
    var length = site.parameter("length", Shape.of(outputs), (_, _) -> lengths(direction.value()));
    var shift =
        inner.bias()
            ? Optional.of(site.parameter("bias", Shape.of(outputs), Initializers.zeros()))
            : Optional.<Variable>empty();
    return x -> {
      LastAxis.require(site, x, inputs);
      var scale = length.value().div(lengths(direction.value()));
      var product = Dense.product(x, direction.value().mul(scale));
      return shift.map(b -> product.add(b.value())).orElse(product);
    };
  }

  /// Returns the 2-norm of every column.
  private static Tensor lengths(Tensor matrix) {
    return new Norm(2, Axes.of(0), false).on(matrix);
  }
}

package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A layer in which every output is a weighted sum of all products of an element of one input and
/// an element of another, plus a bias.
///
/// `y[o] = Σᵢⱼ a[i] · weight[i, j, o] · b[j] + bias[o]`
///
/// | | shape | initially |
/// |---|---|---|
/// | input `a` | `[batch, first]` | |
/// | input `b` | `[batch, second]` | |
/// | output | `[batch, outputs]` | |
/// | `weight` | `[first, second, outputs]` | Glorot uniform |
/// | `bias` | `[outputs]` | zeros |
///
/// The layer is [Joint]: it is built for the types of both inputs, and called with both.
///
/// @param outputs the size of the result's last axis, at least 1
/// @param bias whether there is a bias
/// @param weights the weight's initial values
public record Bilinear(int outputs, boolean bias, Initializer weights) implements Layer {
  /// @throws IllegalArgumentException if `outputs` is below 1
  public Bilinear {
    if (outputs < 1) {
      throw new IllegalArgumentException(
          "Bilinear: outputs is " + outputs + "; expected 1 or more");
    }
  }

  /// Returns the layer with a bias.
  public static Bilinear of(int outputs) {
    return new Bilinear(outputs, true, Initializers.glorotUniform());
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var inputs = site.inputTypes();
    if (inputs.size() != 2 || inputs.stream().anyMatch(type -> type.shape().rank() != 1)) {
      throw new ShapeException(
          "%s: needs two inputs of one axis each, features; samples are %s"
              .formatted(site, inputs));
    }
    int first = inputs.get(0).shape().size(0);
    int second = inputs.get(1).shape().size(0);
    var weight = site.parameter("weight", Shape.of(first, second, outputs), weights);
    var shift =
        bias
            ? Optional.of(site.parameter("bias", Shape.of(outputs), Initializers.zeros()))
            : Optional.<Variable>empty();
    return (Joint)
        (a, more) -> {
          LastAxis.require(site, a, first);
          if (more.length != 1) {
            throw new IllegalArgumentException(
                "%s: takes two inputs, got %d".formatted(site, more.length + 1));
          }
          LastAxis.require(site, more[0], second);
          var product = product(a, more[0], weight.value());
          return shift.map(s -> product.add(s.value())).orElse(product);
        };
  }

  private Tensor product(Tensor a, Tensor b, Tensor weight) {
    int second = weight.shape().size(1);
    var rows = a.matmul(weight.reshape(weight.shape().size(0), second * outputs));
    var matrices = rows.reshape(a.shape().size(0), second, outputs);
    return b.unsqueeze(1).matmul(matrices).reshape(a.shape().size(0), outputs);
  }
}

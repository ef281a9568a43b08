package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A layer in which every output is a weighted sum of all inputs, plus a bias.
///
/// `y = x · weight + bias` along the last axis.
///
/// | | shape | initially |
/// |---|---|---|
/// | input | `[batch, ..., in]` | |
/// | output | `[batch, ..., outputs]` | |
/// | `weight` | `[in, outputs]` | Glorot uniform |
/// | `bias` | `[outputs]` | zeros |
///
/// @param outputs the size of the result's last axis, at least 1
/// @param bias whether there is a bias
/// @param weights the weight's initial values
public record Dense(int outputs, boolean bias, Initializer weights) implements Layer {
  /// @throws IllegalArgumentException if `outputs` is below 1
  public Dense {
    if (outputs < 1) {
      throw new IllegalArgumentException("Dense: outputs is " + outputs + "; expected 1 or more");
    }
  }

  /// Returns the layer with a bias.
  public static Dense of(int outputs) {
    return new Dense(outputs, true, Initializers.glorotUniform());
  }

  /// Returns this layer without a bias.
  public Dense withoutBias() {
    return new Dense(outputs, false, weights);
  }

  /// Returns this layer with other initial weights.
  public Dense weights(Initializer initial) {
    return new Dense(outputs, bias, initial);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    int inputs = inputs(site);
    var weight = site.parameter("weight", Shape.of(inputs, outputs), weights);
    var shift =
        bias
            ? Optional.of(site.parameter("bias", Shape.of(outputs), Initializers.zeros()))
            : Optional.<Variable>empty();
    return x -> {
      LastAxis.require(site, x, inputs);
      var product = product(x, weight.value());
      return shift.map(b -> product.add(b.value())).orElse(product);
    };
  }

  /// Returns the size of the last axis.
  static int inputs(Site site) {
    if (site.input().rank() == 0) {
      throw new ShapeException(
          site
              + ": needs an axis of features, but a sample is a single number; a Reshape to [1] may"
              + " be missing");
    }
    return site.input().size(-1);
  }

  /// Returns `x · weight` as one product of two matrices, however many axes there are.
  static Tensor product(Tensor x, Tensor weight) {
    var shape = x.shape();
    if (shape.rank() == 2) {
      return x.matmul(weight);
    }
    int inputs = weight.shape().size(0);
    int outputs = weight.shape().size(1);
    int rows = shape.part(0, shape.rank() - 1).elements();
    return x.reshape(rows, inputs).matmul(weight).reshape(shape.with(-1, outputs).sizes());
  }
}

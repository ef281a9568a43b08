package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Activations;
import java.util.function.UnaryOperator;

/// A layer that applies `x` for x > 0, else `slope · x`.
///
/// @param slope of the negative side, usually 0.01
public record LeakyRelu(double slope) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var function = Activations.leakyRelu(slope);
    return x -> function.on(x);
  }
}

package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Activations;
import java.util.function.UnaryOperator;

/// A layer that applies `x` for x > 0, else `alpha · (exp(x / alpha) − 1)`, whose slope has no
/// jump.
///
/// **Source**: J. T. Barron, "Continuously differentiable exponential linear units", 2017.
///
/// @param alpha how far below 0 it goes, above 0, usually 1
public record Celu(double alpha) implements Layer {
  /// @throws IllegalArgumentException if `alpha` is not above 0
  public Celu {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("Celu: alpha is " + alpha + "; expected more than 0");
    }
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var function = Activations.celu(alpha);
    return x -> function.on(x);
  }
}

package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Activations;
import java.util.function.UnaryOperator;

/// A layer that applies `x` for x > 0, else `alpha · (exp(x) − 1)`.
///
/// **Source**: D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network
/// learning by exponential linear units", ICLR 2016.
///
/// @param alpha how far below 0 it goes, usually 1
public record Elu(double alpha) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var function = Activations.elu(alpha);
    return x -> function.on(x);
  }
}

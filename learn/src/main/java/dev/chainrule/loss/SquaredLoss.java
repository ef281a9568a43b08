package dev.chainrule.loss;

import dev.chainrule.Tensor;
import dev.chainrule.op.ElementLoss;

/// The mean of the squared differences: `(1/n) Σ (score − target)²` over all elements.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | any | any numbers |
/// | targets | the same; `[n]` fits `[n, 1]` | any numbers |
/// | result | `[]` | ≥ 0, in the square of the targets' unit |
public record SquaredLoss() implements Loss {
  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    return ElementLoss.SQUARED_ERROR.mean(scores, Targets.like(scores, targets));
  }
}

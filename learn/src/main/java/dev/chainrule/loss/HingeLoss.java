package dev.chainrule.loss;

import dev.chainrule.Tensor;
import dev.chainrule.op.ElementLoss;

/// The mean of how far scores lack a margin of 1 on the side of their targets: `max(0, 1 − t ·
/// score)`.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | any | any numbers; above 0 means yes |
/// | targets | the same; `[n]` fits `[n, 1]` | 1 for yes, −1 for no |
/// | result | `[]` | ≥ 0 |
///
/// **Gradient**: `−t / n` where the margin is lacking, else 0.
///
/// **Source**: C. Cortes, V. Vapnik, "Support-vector networks", 1995.
public record HingeLoss() implements Loss {
  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    return ElementLoss.HINGE.mean(scores, Targets.like(scores, targets), 1);
  }
}

package dev.chainrule.loss;

import dev.chainrule.Tensor;
import dev.chainrule.op.ElementLoss;

/// The mean of differences that count squared while they are small, and by themselves when they are
/// large, so that outliers pull less.
///
/// `½ (score − target)²` up to a difference of `delta`, beyond it `delta (|score − target| − ½
/// delta)`.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | any | any numbers |
/// | targets | the same; `[n]` fits `[n, 1]` | any numbers |
/// | result | `[]` | ≥ 0 |
///
/// **Gradient**: `(score − target) / n`, limited to `±delta / n`.
///
/// **Source**: P. J. Huber, "Robust estimation of a location parameter", 1964.
///
/// @param delta from which difference on the loss grows linearly, above 0, in the targets' unit
public record HuberLoss(double delta) implements Loss {
  /// @throws IllegalArgumentException if `delta` is not above 0
  public HuberLoss {
    Check.aboveZero("Huber", "delta", delta);
  }

  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    return ElementLoss.HUBER.mean(scores, Targets.like(scores, targets), delta);
  }
}

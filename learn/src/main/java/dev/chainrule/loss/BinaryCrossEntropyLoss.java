package dev.chainrule.loss;

import dev.chainrule.Tensor;
import dev.chainrule.op.ElementLoss;

/// Cross-entropy of yes-or-no answers, each a score of its own; the sigmoid belongs to the loss.
///
/// `−(1/n) Σ (w t ln sigmoid(score) + (1 − t) ln(1 − sigmoid(score)))`, computed through softplus,
/// so that large scores do not overflow.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | any | any numbers, natural-log units of odds; above 0 means yes |
/// | targets | the same; `[n]` fits `[n, 1]` | 1 for yes, 0 for no, or a probability between |
/// | result | `[]` | ≥ 0; `ln 2` for an undecided guess |
///
/// **Gradient**: `(sigmoid(score) − t) / n` for `w = 1`.
///
/// @param positive `w`, how much more a yes counts than a no, above 0
public record BinaryCrossEntropyLoss(double positive) implements Loss {
  /// @throws IllegalArgumentException if `positive` is not above 0
  public BinaryCrossEntropyLoss {
    Check.aboveZero("BinaryCrossEntropy", "the weight of positives", positive);
  }

  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    return ElementLoss.BINARY_CROSS_ENTROPY.mean(scores, Targets.like(scores, targets), positive);
  }
}

package dev.chainrule.loss;

import dev.chainrule.Tensor;
import dev.chainrule.op.ElementLoss;
import dev.chainrule.op.LogSoftmax;

/// The Kullback-Leibler divergence of predicted from true probabilities, averaged over the batch:
/// how many nats more it takes to describe what is true in the words of the prediction.
///
/// `(1/n) Σᵢ Σ_c t_ic (ln t_ic − ln softmax(scoresᵢ)_c)`, with `0 ln 0 = 0`.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | `[n, ..., classes]` | any numbers, natural-log units |
/// | targets | the same | probabilities, which sum to 1 along the last axis |
/// | result | `[]` | ≥ 0 nats, 0 if they agree |
///
/// **Gradient**: `(softmax(scores) − t) / n`.
///
/// **Source**: S. Kullback, R. A. Leibler, "On information and sufficiency", 1951.
public record KlDivergenceLoss() implements Loss {
  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    var logs = LogSoftmax.of(scores, -1);
    var mean = ElementLoss.KL_DIVERGENCE.mean(logs, Targets.like(scores, targets));
    return mean.mul(scores.shape().size(-1));
  }
}

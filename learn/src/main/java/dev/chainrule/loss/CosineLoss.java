package dev.chainrule.loss;

import dev.chainrule.Tensor;
import dev.chainrule.op.CosineSimilarity;

/// The mean of how far directions differ: `1 − cos(score, target)` along the last axis.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | `[n, ..., features]` | any numbers |
/// | targets | the same | any numbers |
/// | result | `[]` | 0 for equal directions, 1 for right angles, 2 for opposite ones |
public record CosineLoss() implements Loss {
  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    var cosine = CosineSimilarity.of(scores, Targets.like(scores, targets), -1);
    return cosine.neg().add(1).mean();
  }
}

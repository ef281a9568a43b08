package dev.chainrule.loss;

import dev.chainrule.Tensor;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Axes;
import dev.chainrule.op.Comparisons;
import dev.chainrule.op.Sum;

/// The mean of how far directions differ: `1 − cos(score, target)` along the last axis.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | `[n, ..., features]` | any numbers |
/// | targets | the same | any numbers |
/// | result | `[]` | 0 for equal directions, 1 for right angles, 2 for opposite ones |
public record CosineLoss() implements Loss {
  /// Keeps the divisor away from 0.
  private static final double TINY = 1e-8;

  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    var cosine = direction(scores).mul(direction(Targets.like(scores, targets))).sum(-1);
    return cosine.neg().add(1).mean();
  }

  /// Returns `x / max(‖x‖, tiny)`; the maximum is taken below the root, whose slope at 0 is
  /// infinite.
  private static Tensor direction(Tensor x) {
    var square = new Sum(Axes.of(-1), true).on(Arithmetic.SQUARE.on(x));
    var least = Tensor.scalar(TINY * TINY, x.dtype());
    return x.mul(Arithmetic.RSQRT.on(Comparisons.MAXIMUM.on(square, least)));
  }
}

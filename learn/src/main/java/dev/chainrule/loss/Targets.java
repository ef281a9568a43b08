package dev.chainrule.loss;

import dev.chainrule.Tensor;

/// Targets in the form in which they can be compared with scores, element by element.
final class Targets {
  private Targets() {}

  /// Returns targets in the scores' element type; targets `[n]` for scores `[n, 1]` become `[n,
  /// 1]`.
  static Tensor like(Tensor scores, Tensor targets) {
    var shape = scores.shape();
    boolean column =
        shape.rank() == targets.shape().rank() + 1
            && shape.size(-1) == 1
            && shape.without(-1).equals(targets.shape());
    var same = column ? targets.reshape(shape.sizes()) : targets;
    return same.dtype().floating() && !scores.dtype().floating() ? same : same.to(scores.dtype());
  }
}

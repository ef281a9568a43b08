package dev.chainrule.loss;

import dev.chainrule.Tensor;

/// A single number that says how far a batch's scores are from what they should be: the mean over
/// the batch, which training makes small.
///
/// Losses take raw scores: the softmax or sigmoid belongs to the loss, where large scores do not
/// overflow.
///
/// ```
/// Loss cubic = (scores, targets) -> scores.sub(targets).abs().pow(3).mean();
/// ```
@FunctionalInterface
public interface Loss {
  /// Returns the loss of a batch, `[]`.
  ///
  /// @param scores what the network gave
  /// @param targets what it should have given
  /// @throws dev.chainrule.ShapeException if the shapes do not fit each other
  Tensor of(Tensor scores, Tensor targets);
}

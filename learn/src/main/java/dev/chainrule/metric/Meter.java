package dev.chainrule.metric;

import dev.chainrule.Tensor;

/// A measurement in progress. The result is the same bits for every way of cutting the samples into
/// batches.
///
/// Not safe for use by several threads at once.
///
/// @param <R> what it measures
public interface Meter<R> {
  /// Adds a batch. A batch that does not fit changes nothing.
  ///
  /// @throws dev.chainrule.ShapeException if the shapes do not fit each other
  /// @throws IllegalArgumentException if a label is out of range or a score is NaN
  void update(Tensor scores, Tensor targets);

  /// Returns the measure over everything seen so far; more batches may follow.
  ///
  /// @throws IllegalStateException if nothing was seen
  R result();
}

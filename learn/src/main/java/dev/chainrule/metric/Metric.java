package dev.chainrule.metric;

import dev.chainrule.Tensor;

/// A measure of how well predictions fit targets.
///
/// A metric is a description without state, safe to share; [#meter] starts a measurement.
///
/// ```
/// var meter = accuracy().meter();
/// for (var batch : batches) meter.update(network.apply(batch.input()), batch.target());
/// IO.println(meter.result());   // accuracy 97.93 %
/// ```
///
/// @param <R> what it measures: a [Score], or a [ConfusionMatrix]
public interface Metric<R> {
  /// Returns the name in tables and messages, such as "accuracy".
  String name();

  /// Returns a new measurement that has seen nothing yet.
  Meter<R> meter();

  /// Measures a single batch.
  ///
  /// @throws dev.chainrule.ShapeException if the shapes do not fit each other
  /// @throws IllegalArgumentException if a label is out of range or a score is NaN
  default R of(Tensor scores, Tensor targets) {
    Meter<R> meter = meter();
    meter.update(scores, targets);
    return meter.result();
  }
}

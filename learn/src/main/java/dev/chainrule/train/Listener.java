package dev.chainrule.train;

/// Somebody who hears of what happens in training: a progress bar, a checkpoint writer, early
/// stopping.
///
/// Listeners that decide something should decide it from [Run#history], which checkpoints hold, and
/// not from what they remember, so that a resumed run decides the same.
@FunctionalInterface
public interface Listener {
  /// Hears of an event. What it throws ends the training.
  void on(Event event);

  /// Returns whether every step must tell its gradients. Then steps are not compiled, which makes
  /// training slower.
  default boolean needsGradients() {
    return false;
  }
}

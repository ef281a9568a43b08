package dev.chainrule.benchmarks;

/// A network of some library with its data, ready to be trained.
interface Learner {
  /// Makes one training step: forward, loss, backward, update.
  void step();

  /// Returns the loss as it is now.
  double loss();
}

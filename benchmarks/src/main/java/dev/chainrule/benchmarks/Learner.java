package dev.chainrule.benchmarks;

/// A network of some library with its data, ready to be trained.
interface Learner {
  /// Makes one training step: forward, loss, backward, update.
  void step();

  /// Makes one training step and returns the loss that it started from.
  double loss();
}

package dev.chainrule.nn;

import java.util.function.Supplier;

/// Whether a network is being trained or used; layers such as dropout differ.
///
/// It belongs to the running thread and to a piece of code, never to a network, so that one network
/// can be trained and used at the same time. [Network#apply] runs in the current mode, which is
/// `TRAINING` unless something else was said; [Network#predict] runs in `INFERENCE`.
public enum Mode {
  /// Elements are dropped, batches are normalised by their own statistics.
  TRAINING,
  /// Nothing is random, and a sample's result does not depend on its batch.
  INFERENCE;

  private static final ScopedValue<Mode> CURRENT = ScopedValue.newInstance();

  /// Returns the mode of the running code.
  public static Mode current() {
    return CURRENT.orElse(TRAINING);
  }

  /// Returns the result of code that runs in this mode.
  public <T> T during(Supplier<T> code) {
    return ScopedValue.where(CURRENT, this).call(code::get);
  }
}

package dev.chainrule;

import dev.chainrule.kernel.Workers;

/// How many threads share the work of one operation. Results are the same bits for every number.
public final class Threads {
  private Threads() {}

  /// Returns the number of threads, the calling one included; at first one for each processor.
  public static int count() {
    return Workers.threads();
  }

  /// Sets the number of threads. Operations that are running finish undisturbed.
  ///
  /// @param count `1 .. 64`
  /// @throws IllegalArgumentException if it is outside
  public static void use(int count) {
    Workers.threads(count);
  }
}

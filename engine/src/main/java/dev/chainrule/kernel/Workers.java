package dev.chainrule.kernel;

/// The threads that share the work of a kernel: the calling thread and a fixed set of helpers.
///
/// A kernel cuts its work into *parts*, each with its own outputs, and hands them to [#run]. Which
/// thread runs which part is left open, so results must depend on the parts alone; then they are
/// the same bits on any number of threads. Several user threads may call at once: one gets the
/// helpers, the others run their parts themselves, as does a part that itself calls [#run]. Nobody
/// ever waits for a helper that has not begun.
///
/// Forking and joining costs about 0.3 microseconds while the helpers are still awake (they stay so
/// for a millisecond), about 5 when they must be woken, and allocates nothing.
public final class Workers {
  /// The largest number of threads that can be asked for.
  public static final int MAX_THREADS = 64;

  private static volatile WorkerPool pool =
      new WorkerPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS));

  private Workers() {}

  /// A piece of work, known by its index.
  @FunctionalInterface
  public interface Part {
    void run(int index);
  }

  /// Runs the parts `0 .. parts − 1`, each once, in any order and on any thread, and returns when
  /// all have ended. What they wrote is visible to the caller.
  ///
  /// If parts fail, the exception of the one with the lowest index is thrown.
  public static void run(int parts, Part part) {
    WorkerPool pool = Workers.pool;
    if (parts > 1 && pool.enter()) {
      try {
        pool.run(parts, part);
      } finally {
        pool.leave();
      }
    } else {
      for (int i = 0; i < parts; i++) {
        part.run(i);
      }
    }
  }

  /// How many threads work on one kernel, the caller included; at first one for each processor.
  public static int threads() {
    return pool.threads();
  }

  /// Sets how many threads work on one kernel, `1 .. 64`. Kernels that are running finish
  /// undisturbed.
  public static synchronized void threads(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "Workers: number of threads " + threads + " is outside 1.." + MAX_THREADS);
    }
    if (threads != pool.threads()) {
      WorkerPool former = pool;
      pool = new WorkerPool(threads);
      former.retire();
    }
  }
}

package dev.chainrule.kernel;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A kernel of which there are two versions with the same bits: one in plain Java, fast enough at
/// once, and one in vectors, which is far slower until the virtual machine has compiled it.
///
/// The first use asks a background thread to make the vector version and to run it on scratch data
/// until it is clearly the faster one; from then on it is used. If it never gets there (a machine
/// whose vectors are emulated, a method that the compiler gives up), the plain version stays.
final class Warming<K> {
  /// How long a vector version may take to become the faster one.
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /// How often a kernel that did not become fast is made anew: once in a while the virtual machine
  /// leaves a large method half compiled, for good.
  private static final int ATTEMPTS = 3;

  /// Runs of both versions before which the compiler's best ones cannot exist, so that a comparison
  /// would mislead.
  private static final int LEAST = 500;

  /// Runs that certainly make the compiler take notice.
  private static final int ENOUGH = 2_000;

  /// How long a kernel runs before another one has its turn.
  private static final long TURN_NANOS = 10_000_000;

  /// Pause between two looks at a kernel that the compiler is working on.
  private static final long PAUSE_NANOS = 1_000_000;

  /// Runs of each version in a turn from then on.
  private static final int TRIALS = 5;

  /// How many times faster a vector version must be. Half compiled, with vectors that are objects,
  /// it is at best as fast as the plain one.
  private static final int SPEEDUP = 2;

  private static final LinkedBlockingQueue<Runnable> QUEUE = new LinkedBlockingQueue<>();

  static {
    Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name("chainrule-warming")
        .start(Warming::work);
  }

  private final K plain;
  private final Supplier<K> maker;
  private final Consumer<K> trial;
  private boolean requested;
  private int attempts;

  /// The shortest run of the plain version; other threads disturb some.
  private long nanosOfPlain = Long.MAX_VALUE;

  private volatile K current;

  /// @param trial runs a version once on scratch data of its own
  Warming(K plain, Supplier<K> maker, Consumer<K> trial) {
    this.plain = plain;
    this.maker = maker;
    this.trial = trial;
    current = plain;
  }

  /// The version to use now.
  K current() {
    if (!requested && Vectors.present()) { // seldom by several threads at once, which does no harm
      requested = true;
      request();
    }
    return current;
  }

  private void request() {
    attempts++;
    QUEUE.add(() -> warm(maker.get(), 0, System.nanoTime()));
  }

  /// Uses the vector version from now on, however slow it still is.
  void skip() {
    requested = true;
    current = maker.get();
  }

  /// One turn of two versions that have been run `runs` times each.
  private void warm(K vector, int runs, long start) {
    if (runs >= ENOUGH) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    long turn = System.nanoTime();
    int end = Math.max(ENOUGH, runs + TRIALS);
    int done = runs;
    boolean ready = false;
    while (!ready && done < end && System.nanoTime() - turn < TURN_NANOS) {
      nanosOfPlain = Math.min(nanosOfPlain, nanos(plain));
      ready = SPEEDUP * nanos(vector) < nanosOfPlain && done >= LEAST;
      done++;
    }
    int total = done;
    if (ready) {
      current = vector;
    } else if (turn - start < PATIENCE_NANOS) {
      QUEUE.add(() -> warm(vector, total, start));
    } else if (attempts < ATTEMPTS) {
      request();
    }
  }

  private long nanos(K version) {
    long start = System.nanoTime();
    trial.accept(version);
    return System.nanoTime() - start;
  }

  private static void work() {
    while (true) {
      try {
        QUEUE.take().run();
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}

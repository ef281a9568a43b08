package dev.chainrule.kernel;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A kernel of which there are two versions with the same bits: one in plain Java, fast enough at
/// once, and one in vectors, which is far slower until the virtual machine has compiled it.
///
/// The first use asks a background thread to make the vector version and to run it on scratch data
/// until it is the faster one; from then on it is used. If it never gets there (a machine whose
/// vectors are emulated, a method that the compiler gives up), the plain version stays.
final class Warming<K> {
  /// How long a vector version may take to become the faster one.
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /// How often a kernel that did not become fast is made anew: once in a while the virtual machine
  /// leaves a large method half compiled, for good.
  private static final int ATTEMPTS = 3;

  /// Runs before which the compiler's best version cannot exist, so that a comparison would
  /// mislead.
  private static final int LEAST = 500;

  /// Runs that certainly make the compiler take notice.
  private static final int ENOUGH = 2_000;

  /// How long a kernel runs before another one has its turn.
  private static final long TURN_NANOS = 10_000_000;

  /// Pause between two looks at a kernel that the compiler is working on.
  private static final long PAUSE_NANOS = 1_000_000;

  /// Runs of which the fastest counts, since other threads disturb some.
  private static final int TRIALS = 5;

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

  /// One turn of a kernel that has been run `runs` times.
  private void warm(K vector, int runs, long start) {
    if (runs >= ENOUGH) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    long limit = nanosOfPlain();
    int more = runs < ENOUGH ? ENOUGH - runs : TRIALS;
    long turn = System.nanoTime();
    int done = 0;
    long nanos = Long.MAX_VALUE;
    while (done < more
        && (nanos >= limit || runs + done < LEAST)
        && System.nanoTime() - turn < TURN_NANOS) {
      nanos = nanos(vector);
      done++;
    }
    int total = runs + done;
    if (nanos < limit && total >= LEAST) {
      current = vector;
    } else if (turn - start < PATIENCE_NANOS) {
      QUEUE.add(() -> warm(vector, total, start));
    } else if (attempts < ATTEMPTS) {
      request();
    }
  }

  private long nanosOfPlain() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIALS; i++) {
      least = Math.min(least, nanos(plain));
    }
    return least;
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

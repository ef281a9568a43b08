package dev.chainrule.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A kernel of which there are two versions with the same bits: one in plain Java, fast enough at
/// once, and one in vectors, which is far slower until the virtual machine has compiled it.
///
/// The first use asks a background thread to make the vector version and to run it on scratch data
/// until it is compiled: until then its vectors are objects, from then on it allocates nothing.
/// Then it is used. If it never gets there (a machine whose vectors are emulated, a method that the
/// compiler gives up), the plain version stays.
final class Warming<K> {
  /// Runs after which a vector version will not be compiled any more: most are after a quarter.
  private static final int PATIENCE = 10_000;

  /// How often a kernel is made that is not compiled: once in a while the virtual machine leaves a
  /// method half compiled, for good.
  private static final int ATTEMPTS = 4;

  /// Runs that certainly make the compiler take notice.
  private static final int ENOUGH = 2_000;

  /// How long a kernel runs before another one has its turn.
  private static final long TURN_NANOS = 10_000_000;

  /// Pause between two looks at a kernel that the compiler is working on.
  private static final long PAUSE_NANOS = 1_000_000;

  /// Runs in a turn from then on.
  private static final int TRIALS = 5;

  private static final LinkedBlockingQueue<Runnable> QUEUE = new LinkedBlockingQueue<>();

  static {
    Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name("chainrule-warming")
        .start(Warming::work);
  }

  private final Supplier<K> maker;
  private final Consumer<K> trial;
  private boolean requested;
  private int attempts;

  private volatile K current;

  /// What this thread allocates, counted by the virtual machine.
  private static final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static long bytes() {
      return THREADS.getCurrentThreadAllocatedBytes();
    }
  }

  /// @param trial runs a version once on scratch data of its own, and allocates nothing itself
  Warming(K plain, Supplier<K> maker, Consumer<K> trial) {
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
    QUEUE.add(() -> warm(maker.get(), 0));
  }

  /// Uses the vector version from now on, however slow it still is.
  void skip() {
    requested = true;
    current = maker.get();
  }

  /// One turn of a version that has been run `runs` times.
  private void warm(K vector, int runs) {
    if (runs >= ENOUGH) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    long turn = System.nanoTime();
    int end = Math.max(ENOUGH, runs + TRIALS);
    int done = runs;
    boolean compiled = false;
    while (!compiled && done < end && System.nanoTime() - turn < TURN_NANOS) {
      long before = Allocation.bytes();
      trial.accept(vector);
      compiled = Allocation.bytes() == before;
      done++;
    }
    int total = done;
    if (compiled) {
      current = vector;
    } else if (total < PATIENCE) {
      QUEUE.add(() -> warm(vector, total));
    } else if (attempts < ATTEMPTS) {
      request();
    }
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

package dev.chainrule.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A kernel of which there are two versions with the same bits: one in plain Java, fast enough at
/// once, and one in vectors, which is far slower until the virtual machine has compiled it.
///
/// Once it is used more than a little, a background thread is asked to make the vector version and
/// to run it on scratch data until it is compiled: until then its vectors are objects, from then on
/// it allocates nothing. Then it is used. If it never gets there (a machine whose vectors are
/// emulated, a method that the compiler gives up), the plain version stays.
///
/// Who has long used the plain version of a product waits for the vectors, for a while: going on
/// would only take processors away from the compiler. Kernels that somebody waits for are warmed
/// before all others.
final class Warming<K> {
  /// Runs after which a vector version will not be compiled any more: most are after an eighth.
  private static final int PATIENCE = 20_000;

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
  private static final int TRIALS = 50;

  /// Operations in plain Java, about 5 milliseconds of them, after which vectors are worth compiling.
  private static final long PLENTY = 1 << 24;

  /// Operations in plain Java, about 10 milliseconds of them, after which a caller waits.
  private static final long ENDURED = 1 << 25;

  /// How long callers wait at most, once for each kernel.
  private static final long WAIT_NANOS = 500_000_000;

  private static final LinkedBlockingDeque<Runnable> QUEUE = new LinkedBlockingDeque<>();

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
  private long endured;

  private volatile boolean awaited;
  private volatile boolean warm;

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
    warm = !Vectors.present();
  }

  /// The version to use now.
  ///
  /// @param operations about how many it is going to do, such as multiply-adds
  K current(long operations) {
    if (!warm) { // several threads may be here at once, which does no harm
      endured += operations;
      if (endured > PLENTY && !requested) {
        requested = true;
        request();
      }
    }
    return current;
  }

  /// The version to use now, for a kernel that is many times as fast with vectors: if it has been
  /// used long without, they are waited for.
  ///
  /// @param operations about how many it is going to do, such as multiply-adds
  K awaited(long operations) {
    var version = current(operations);
    if (warm || endured <= ENDURED) {
      return version;
    }
    await();
    return current;
  }

  private void await() {
    long start = System.nanoTime();
    awaited = true;
    while (!warm && System.nanoTime() - start < WAIT_NANOS) {
      if (Thread.currentThread().isInterrupted()) {
        return; // it could not sleep
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    warm = true;
  }

  private void request() {
    attempts++;
    enqueue(() -> warm(maker.get(), 0), 0);
  }

  /// Asks for the next turn: soon if somebody waits and it is not the compiler's turn anyway.
  private void enqueue(Runnable turn, int runs) {
    if (awaited && runs < ENOUGH) {
      QUEUE.addFirst(turn);
    } else {
      QUEUE.addLast(turn);
    }
  }

  /// Uses the vector version from now on, however slow it still is.
  void skip() {
    current = maker.get();
    warm = true;
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
      warm = true;
    } else if (total < PATIENCE) {
      enqueue(() -> warm(vector, total), total);
    } else if (attempts < ATTEMPTS) {
      request();
    } else {
      warm = true;
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

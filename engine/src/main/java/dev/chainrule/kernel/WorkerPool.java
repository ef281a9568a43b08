package dev.chainrule.kernel;

import dev.chainrule.kernel.Workers.Part;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One job at a time, its parts claimed one by one by the caller and by helper threads.
///
/// `tickets` holds the job's number in its upper half and the number of unclaimed parts in the
/// lower. A thread claims a part by counting `tickets` down atomically. Having succeeded, it knows
/// that the job's fields, which it read before, belonged to this very job: they change only after
/// every part has been claimed and has ended. So a helper that comes late finds nothing left and
/// harms nobody.
final class WorkerPool {
  /// How long an idle helper stays awake: longer than the gaps between the kernels of a training
  /// step.
  private static final long AWAKE_NANOS = 1_000_000;

  /// How long the caller watches the last parts before it sleeps: longer than a part commonly
  /// lasts.
  private static final long WATCH_NANOS = 200_000;

  /// Pauses between two looks at the clock.
  private static final int PAUSES = 32;

  private static final VarHandle TICKETS = handle("tickets", long.class);
  private static final VarHandle UNFINISHED = handle("unfinished", int.class);
  private static final VarHandle ENTERED = handle("entered", boolean.class);

  private final Worker[] helpers;
  private boolean started;
  private @Nullable Part part;
  private int parts;
  private int failedIndex;
  private @Nullable Throwable failure;

  private volatile boolean entered;
  private volatile boolean retired;
  private volatile long tickets;
  private volatile int unfinished;
  private volatile @Nullable Thread sleepingCaller;

  WorkerPool(int threads) {
    helpers = new Worker[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Worker(i + 1);
    }
  }

  int threads() {
    return helpers.length + 1;
  }

  /// Whether the calling thread may use the helpers now; if so, it must [#leave] afterwards.
  boolean enter() {
    return helpers.length > 0 && !entered && ENTERED.compareAndSet(this, false, true);
  }

  void leave() {
    entered = false;
  }

  /// Ends the helpers; a job under way is finished by its caller.
  void retire() {
    retired = true;
    for (Worker helper : helpers) {
      LockSupport.unpark(helper.thread);
    }
  }

  void run(int parts, Part part) {
    this.part = part;
    this.parts = parts;
    failure = null;
    unfinished = parts;
    tickets = ((tickets >>> 32) + 1) << 32 | parts;
    wake(Math.min(parts - 1, helpers.length));
    work();
    awaitLastPart();
    this.part = null;
    if (failure != null) {
      WorkerPool.<RuntimeException>rethrow(failure);
    }
  }

  private void wake(int count) {
    if (!started) {
      started = true;
      for (Worker helper : helpers) {
        helper.thread.start();
      }
    }
    for (int i = 0; i < count; i++) {
      if (helpers[i].asleep) {
        LockSupport.unpark(helpers[i].thread);
      }
    }
  }

  private boolean hasTickets() {
    return (int) tickets != 0;
  }

  /// Claims and runs parts until none is left.
  private void work() {
    for (long seen = tickets; (int) seen != 0; seen = tickets) {
      Part part = this.part;
      int index = parts - (int) seen;
      if (part != null && TICKETS.compareAndSet(this, seen, seen - 1)) {
        run(part, index);
      }
    }
  }

  private void run(Part part, int index) {
    try {
      part.run(index);
    } catch (Throwable e) {
      fail(index, e);
    }
    if ((int) UNFINISHED.getAndAdd(this, -1) == 1) {
      Thread caller = sleepingCaller;
      if (caller != null) {
        LockSupport.unpark(caller);
      }
    }
  }

  private synchronized void fail(int index, Throwable e) {
    if (failure == null || index < failedIndex) {
      failedIndex = index;
      failure = e;
    }
  }

  private void awaitLastPart() {
    long start = System.nanoTime();
    while (unfinished != 0) {
      if (System.nanoTime() - start > WATCH_NANOS) {
        sleepingCaller = Thread.currentThread();
        while (unfinished != 0) {
          LockSupport.park(this);
        }
        sleepingCaller = null;
        return;
      }
      pause();
    }
  }

  private void pause() {
    for (int i = 0; i < PAUSES && unfinished != 0; i++) {
      Thread.onSpinWait();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // parts throw nothing checked
  private static <E extends Throwable> void rethrow(Throwable e) throws E {
    throw (E) e;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(WorkerPool.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// A daemon thread that works, stays awake for a while, then sleeps until woken.
  private final class Worker implements Runnable {
    final Thread thread;
    volatile boolean asleep;

    Worker(int number) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .inheritInheritableThreadLocals(false)
              .name("chainrule-worker-" + number)
              .unstarted(this);
    }

    @Override
    public void run() {
      while (!retired) {
        work();
        idle();
      }
    }

    private void idle() {
      long start = System.nanoTime();
      while (System.nanoTime() - start < AWAKE_NANOS) {
        for (int i = 0; i < PAUSES; i++) {
          if (hasTickets() || retired) {
            return;
          }
          Thread.onSpinWait();
        }
      }
      asleep = true;
      while (!hasTickets() && !retired) {
        LockSupport.park(WorkerPool.this);
      }
      asleep = false;
    }
  }
}

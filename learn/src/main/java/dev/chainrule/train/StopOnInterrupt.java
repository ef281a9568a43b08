package dev.chainrule.train;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Ends training in good order when the process is asked to end, by Ctrl-C or `kill`: the current
/// step is finished, and listeners such as [Checkpoints] hear that training stops.
///
/// The process ends as soon as training has. Each run needs a listener of its own.
public final class StopOnInterrupt implements Listener {
  private Optional<Thread> hook = Optional.empty();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean interrupted;

  /// Creates a listener for one run.
  public StopOnInterrupt() {}

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.Started started -> {
        var thread = new Thread(() -> stop(started.run()), "stop training");
        Runtime.getRuntime().addShutdownHook(thread);
        hook = Optional.of(thread);
      }
      case Event.Finished _, Event.Failed _ -> {
        finished.countDown();
        hook.ifPresent(StopOnInterrupt::remove);
      }
      case Event.StepDone _, Event.EpochDone _, Event.Stopped _ -> {}
    }
  }

  /// Returns whether the process was asked to end while it trained.
  public boolean interrupted() {
    return interrupted;
  }

  private void stop(Run run) {
    interrupted = true;
    run.stop("interrupted");
    try {
      finished.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already, which is why training ended.
    }
  }
}

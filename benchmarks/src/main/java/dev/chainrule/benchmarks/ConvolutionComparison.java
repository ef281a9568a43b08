package dev.chainrule.benchmarks;

import dev.chainrule.benchmarks.ConvolutionWorkload.Direction;
import dev.chainrule.kernel.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Convolutions of Chainrule beside matrix products of the same size and beside DJL with PyTorch's
/// engine: results, and the gradients by images and by weights.
///
/// Arguments: the number of rounds (default 15), then beginnings of the convolutions' titles. In
/// each round everything is run once; printed are medians over the rounds. On one thread it is the
/// time of the processor that counts, which others on the machine disturb less. PyTorch's gradients
/// are its times for results and gradient less that for results.
public final class ConvolutionComparison {
  /// Long enough for the waiting threads of one library to fall asleep before another begins.
  private static final long REST_NANOS = 10_000_000;

  /// How long everything is run before it is timed.
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ConvolutionComparison() {}

  /// Starts itself once for each number of threads, because PyTorch takes that from the
  /// environment.
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Forks.threads().isPresent()) {
      compare(Forks.threads().getAsInt(), args);
    } else {
      Forks.run(ConvolutionComparison.class, args);
    }
  }

  private static void compare(int threads, String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    var titles = args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.of("");
    Workers.threads(threads);
    IO.println("\nGFLOP/s on " + threads + " thread" + (threads > 1 ? "s" : "") + "\n");
    IO.println(
        "| images, window to outputs | sum | Chainrule | product | DJL | to the product | to DJL"
            + " |");
    IO.println("|---|---|---:|---:|---:|---:|---:|");
    for (var workload : ConvolutionWorkload.ALL) {
      if (titles.stream().anyMatch(workload.title()::startsWith)) {
        var djl = new DjlConvolution(workload);
        for (var direction : Direction.values()) {
          IO.println(compare(workload, direction, djl, threads, rounds));
        }
      }
    }
  }

  private static String compare(
      ConvolutionWorkload workload,
      Direction direction,
      DjlConvolution djl,
      int threads,
      int rounds) {
    boolean gradient = direction != Direction.RESULTS;
    Runnable[] runs = {
      workload.chainrule(direction),
      workload.product(direction),
      djl::results,
      () -> {
        if (gradient) {
          djl.gradient(direction);
        }
      }
    };
    for (var run : runs) {
      warmUp(run);
    }
    double[][] seconds = new double[runs.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < runs.length; i++) {
        LockSupport.parkNanos(REST_NANOS);
        seconds[i][round] = seconds(runs[i], threads);
      }
    }
    double peer = Quantiles.of(seconds[2], 0.5);
    return row(
        workload,
        direction,
        Quantiles.of(seconds[0], 0.5),
        Quantiles.of(seconds[1], 0.5),
        gradient ? Quantiles.of(seconds[3], 0.5) - peer : peer);
  }

  private static String row(
      ConvolutionWorkload workload, Direction direction, double own, double product, double peer) {
    double billions = workload.operations() / 1e9;
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %.1f | %.1f | %.2f | %.2f |",
        workload,
        direction.name().toLowerCase(Locale.ROOT),
        billions / own,
        billions / product,
        billions / peer,
        product / own,
        peer / own);
  }

  private static void warmUp(Runnable run) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      run.run();
    }
  }

  private static double seconds(Runnable run, int threads) {
    long start = now(threads);
    run.run();
    return (now(threads) - start) / 1e9;
  }

  private static long now(int threads) {
    return threads == 1 ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }
}

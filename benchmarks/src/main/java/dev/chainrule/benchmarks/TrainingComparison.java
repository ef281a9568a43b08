package dev.chainrule.benchmarks;

import dev.chainrule.kernel.Workers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Whole training steps of Chainrule and of DJL with PyTorch's engine side by side: same shapes,
/// same initial values, same data, same optimiser.
///
/// Arguments: the number of rounds (default 15), then parts of the workloads' titles. In each round
/// every library has one burst of steps; printed are medians over the rounds, the median of the
/// rounds' ratios with its quartiles, and the losses after as many steps, which show that both
/// learn the same.
public final class TrainingComparison {
  private static final int EQUAL_STEPS = 20;
  private static final long BURST_NANOS = 300_000_000;

  /// Long enough for the waiting threads of one library to fall asleep before another begins.
  private static final long REST_NANOS = 50_000_000;

  private static final int WARM_UP_BURSTS = 10;

  private TrainingComparison() {}

  /// Starts itself once for each number of threads, because PyTorch takes that from the
  /// environment.
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Forks.threads().isPresent()) {
      compare(Forks.threads().getAsInt(), args);
    } else {
      Forks.run(TrainingComparison.class, args);
    }
  }

  private static void compare(int threads, String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    var titles = args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.of("");
    Workers.threads(threads);
    IO.println("\nSamples/s on " + threads + " thread" + (threads > 1 ? "s" : "") + "\n");
    IO.println(
        "| workload | compiled | eager | DJL | compiled / DJL (quartiles) | eager / DJL | loss"
            + " after "
            + EQUAL_STEPS
            + " steps: compiled | eager | DJL |");
    IO.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (var workload : DenseWorkload.ALL) {
      if (titles.stream().anyMatch(workload.title()::contains)) {
        IO.println(compare(workload, rounds));
      }
    }
  }

  private static String compare(DenseWorkload workload, int rounds) {
    Learner[] learners = {
      new ChainruleLearner(workload, true),
      new ChainruleLearner(workload, false),
      new DjlLearner(workload)
    };
    double[] losses = Arrays.stream(learners).mapToDouble(TrainingComparison::learn).toArray();
    for (int i = 0; i < WARM_UP_BURSTS; i++) {
      for (var learner : learners) {
        burst(learner);
      }
    }
    double[][] seconds = new double[learners.length][rounds];
    double[][] ratios = new double[2][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < learners.length; i++) {
        LockSupport.parkNanos(REST_NANOS);
        seconds[i][round] = burst(learners[i]);
      }
      ratios[0][round] = seconds[2][round] / seconds[0][round];
      ratios[1][round] = seconds[2][round] / seconds[1][round];
    }
    return row(workload, seconds, ratios, losses);
  }

  private static String row(
      DenseWorkload workload, double[][] seconds, double[][] ratios, double... losses) {
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %,.0f | %.2f (%.2f–%.2f) | %.2f | %.5f | %.5f | %.5f |",
        workload.title(),
        workload.batch() / Quantiles.of(seconds[0], 0.5),
        workload.batch() / Quantiles.of(seconds[1], 0.5),
        workload.batch() / Quantiles.of(seconds[2], 0.5),
        Quantiles.of(ratios[0], 0.5),
        Quantiles.of(ratios[0], 0.25),
        Quantiles.of(ratios[0], 0.75),
        Quantiles.of(ratios[1], 0.5),
        losses[0],
        losses[1],
        losses[2]);
  }

  private static double learn(Learner learner) {
    for (int i = 0; i < EQUAL_STEPS; i++) {
      learner.step();
    }
    return learner.loss();
  }

  /// Trains for some time and returns the seconds of one step.
  private static double burst(Learner learner) {
    long start = System.nanoTime();
    long end = start;
    int steps = 0;
    while (end - start < BURST_NANOS) {
      learner.step();
      steps++;
      end = System.nanoTime();
    }
    return (end - start) / 1e9 / steps;
  }
}

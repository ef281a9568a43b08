package dev.chainrule.benchmarks;

import dev.chainrule.kernel.Workers;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whole training steps of Chainrule and of DJL with PyTorch's engine side by side: same shapes,
/// same initial values, same data, same optimiser.
///
/// Arguments: names of workloads, none for all, and settings: `rounds=9`, `threads=2` or `1,2`,
/// `libraries=chainrule,eager,djl`, and `profile=yes` for a profile of Chainrule's step instead.
/// Every workload has a process of its own, in which the libraries take turns. Printed are medians
/// over the rounds, the ratio of the first library's speed to the last one's as median and
/// quartiles of the rounds, and the losses after as many steps, which show that all learn the same.
public final class TrainingComparison {
  private static final int EQUAL_STEPS = 20;

  /// A window is at least this long and has at least so many steps.
  private static final long WINDOW_NANOS = 300_000_000;

  private static final int WINDOW_STEPS = 5;

  /// Long enough for the waiting threads of one library to fall asleep before another begins.
  private static final long REST_NANOS = 50_000_000;

  private static final long WARM_UP_NANOS = 5_000_000_000L;

  private final Workload workload;
  private final int rounds;
  private final List<Library> libraries;

  private TrainingComparison(Options options) {
    workload = options.workloads().getFirst();
    rounds = options.number("rounds", 9);
    libraries = options.libraries();
  }

  public static void main(String... args) throws IOException, InterruptedException {
    var options = new Options(args);
    if (Forks.threads().isEmpty()) {
      start(options);
      return;
    }
    Workers.threads(Forks.threads().getAsInt());
    var comparison = new TrainingComparison(options);
    boolean profile = options.setting("profile", "no").equals("yes");
    IO.println(profile ? comparison.profile() : comparison.row());
  }

  private static void start(Options options) throws IOException, InterruptedException {
    for (var threads : options.settings("threads", "2")) {
      IO.println("\nSamples/s on " + threads + " thread" + (threads.equals("1") ? "" : "s") + "\n");
      IO.println(head(options.libraries()));
      for (var workload : options.workloads()) {
        var arguments = options.only(workload).arguments();
        Forks.run(TrainingComparison.class, Integer.parseInt(threads), arguments);
      }
    }
  }

  private static String head(List<Library> libraries) {
    var titles = libraries.stream().map(Library::title).toList();
    var columns =
        Stream.of(
                Stream.of("workload"),
                titles.stream(),
                Stream.of("ratio (quartiles)"),
                titles.stream().map(title -> "loss after " + EQUAL_STEPS + " steps: " + title))
            .flatMap(part -> part)
            .toList();
    return line(columns) + "\n|---|" + "---:|".repeat(columns.size() - 1);
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String profile() {
    var learner = new ChainruleLearner(workload, true);
    warmUp(learner);
    return workload + "\nstep: %.3f ms\n".formatted(window(learner) * 1e3) + learner.profile();
  }

  private String row() {
    var learners = libraries.stream().map(library -> library.learner(workload)).toList();
    var losses = learners.stream().map(TrainingComparison::learn).toList();
    learners.forEach(TrainingComparison::warmUp);
    double[][] seconds = new double[learners.size()][rounds];
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < seconds.length; i++) {
        LockSupport.parkNanos(REST_NANOS);
        seconds[i][round] = window(learners.get(i));
      }
      ratios[round] = seconds[seconds.length - 1][round] / seconds[0][round];
    }
    int batch = workload.data().size();
    var speeds =
        Stream.of(seconds)
            .map(s -> String.format(Locale.ROOT, "%,.0f", batch / Quantiles.of(s, 0.5)));
    var ratio =
        String.format(
            Locale.ROOT,
            "%.2f (%.2f–%.2f)",
            Quantiles.of(ratios, 0.5),
            Quantiles.of(ratios, 0.25),
            Quantiles.of(ratios, 0.75));
    var cells =
        Stream.of(
            Stream.of(workload.toString()),
            speeds,
            Stream.of(ratio),
            losses.stream().map(loss -> String.format(Locale.ROOT, "%.6f", loss)));
    return line(cells.flatMap(part -> part).toList());
  }

  private static double learn(Learner learner) {
    for (int i = 0; i < EQUAL_STEPS; i++) {
      learner.step();
    }
    return learner.loss();
  }

  private static void warmUp(Learner learner) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      learner.step();
    }
  }

  /// Trains for some time and returns the seconds of one step.
  private static double window(Learner learner) {
    long start = System.nanoTime();
    long end = start;
    int steps = 0;
    while (end - start < WINDOW_NANOS || steps < WINDOW_STEPS) {
      learner.step();
      steps++;
      end = System.nanoTime();
    }
    return (end - start) / 1e9 / steps;
  }
}

package dev.chainrule.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Matrix products of Chainrule, OpenBLAS and oneDNN side by side, as the table of
/// `docs/benchmarks/matrix-product.md`.
///
/// Arguments: the number of rounds (default 15), then products such as `512x512x512:TN`. In each
/// round every library has one burst; printed are medians over the rounds, and the median of the
/// rounds' ratios to the faster peer.
public final class GemmComparison {
  private static final List<String> PRODUCTS =
      List.of(
          "128x128x128:NN",
          "256x256x256:NN",
          "512x512x512:NN",
          "1024x1024x1024:NN",
          "512x512x512:TN",
          "512x512x512:NT",
          "64x128x784:NN",
          "784x128x64:TN",
          "64x784x128:NT",
          "256x2048x2048:NN",
          "2048x2048x256:TN",
          "256x2048x2048:NT",
          "64x10x128:NN",
          "128x10x64:TN",
          "64x128x10:NT",
          "1x512x512:NN",
          "25x32x100352:TN");

  /// The length of a burst: many runs, yet shorter than the moods of a shared machine.
  private static final long BURST_NANOS = 20_000_000;

  /// Long enough for the waiting threads of one library to fall asleep before another begins.
  private static final long REST_NANOS = 20_000_000;

  /// How long a library's speed must not improve before it counts as warm.
  private static final long STEADY_NANOS = 3_000_000_000L;

  private GemmComparison() {}

  /// Starts itself once for each number of threads, because oneDNN takes that from the environment.
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Forks.threads().isPresent()) {
      compare(Forks.threads().getAsInt(), args);
    } else {
      Forks.run(GemmComparison.class, args);
    }
  }

  private static void compare(int threads, String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    var products = args.length > 1 ? Arrays.asList(args).subList(1, args.length) : PRODUCTS;
    var titles =
        Arrays.stream(Contender.values()).map(Contender::title).collect(Collectors.joining(" | "));
    IO.println("\nGFLOP/s on " + threads + " thread" + (threads > 1 ? "s" : "") + "\n");
    IO.println("| m x n x k, storage | " + titles + " | ratio to the faster peer (quartiles) |");
    IO.println("|---|" + "---:|".repeat(Contender.values().length + 1));
    for (String product : products) {
      IO.println(compare(Product.of(product), threads, rounds));
    }
  }

  private static String compare(Product product, int threads, int rounds) {
    var contenders = Contender.values();
    Runnable[] runs = new Runnable[contenders.length];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = contenders[i].prepare(product, threads);
      warmUp(runs[i]);
    }
    double[][] seconds = new double[runs.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < runs.length; i++) {
        LockSupport.parkNanos(REST_NANOS);
        seconds[i][round] = burst(runs[i], BURST_NANOS);
      }
    }
    return row(product, seconds);
  }

  private static String row(Product product, double[][] seconds) {
    var speeds =
        Arrays.stream(seconds)
            .map(times -> number("%.1f", product.operations() / Quantiles.of(times, 0.5) / 1e9))
            .collect(Collectors.joining(" | "));
    double[] ratios = ratios(seconds);
    return "| %s | %s | %s (%s–%s) |"
        .formatted(
            product,
            speeds,
            number("%.2f", Quantiles.of(ratios, 0.5)),
            number("%.2f", Quantiles.of(ratios, 0.25)),
            number("%.2f", Quantiles.of(ratios, 0.75)));
  }

  /// Returns for each round how much longer the faster peer took than Chainrule, the first
  /// contender.
  private static double[] ratios(double[][] seconds) {
    double[] ratios = new double[seconds[0].length];
    for (int round = 0; round < ratios.length; round++) {
      double peer = Double.MAX_VALUE;
      for (int i = 1; i < seconds.length; i++) {
        peer = Math.min(peer, seconds[i][round]);
      }
      ratios[round] = peer / seconds[0][round];
    }
    return ratios;
  }

  private static void warmUp(Runnable run) {
    double best = Double.MAX_VALUE;
    long improved = System.nanoTime();
    while (System.nanoTime() - improved < STEADY_NANOS) {
      double seconds = burst(run, BURST_NANOS);
      if (seconds < 0.95 * best) {
        improved = System.nanoTime();
        best = seconds;
      }
    }
  }

  /// Runs for some time and returns the seconds of one run: the mean after a first run that wakes
  /// all threads and fills the caches.
  private static double burst(Runnable run, long nanos) {
    run.run();
    long start = System.nanoTime();
    long end = start;
    int count = 0;
    while (end - start < nanos) {
      run.run();
      count++;
      end = System.nanoTime();
    }
    return (end - start) / 1e9 / count;
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

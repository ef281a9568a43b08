package dev.chainrule.benchmarks;

import java.util.Arrays;

/// Quantiles of measured numbers.
final class Quantiles {
  private Quantiles() {}

  /// Returns the measured number below which about the given share of all lies.
  static double of(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}

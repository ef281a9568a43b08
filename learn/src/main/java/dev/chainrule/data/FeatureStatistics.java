package dev.chainrule.data;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Mean, spread, smallest and largest value of each element of the inputs' last axis, over all
/// other axes.
///
/// **Source**: B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4 (1962), for mean and spread in one pass.
final class FeatureStatistics {
  /// Samples are read in pieces of this size, so that images need not become one large array of
  /// doubles.
  private static final int SAMPLES_AT_ONCE = 1024;

  private final double[] mean;
  private final double[] squares;
  private final double[] smallest;
  private final double[] largest;
  private long count;

  private FeatureStatistics(int features) {
    mean = new double[features];
    squares = new double[features];
    smallest = new double[features];
    largest = new double[features];
    Arrays.fill(smallest, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  static FeatureStatistics of(Dataset dataset) {
    int features = dataset.inputShape().rank() == 0 ? 1 : dataset.inputShape().size(-1);
    var statistics = new FeatureStatistics(features);
    for (Batch batch : dataset.batches(SAMPLES_AT_ONCE)) {
      statistics.add(batch.input().toDoubleArray());
    }
    return statistics;
  }

  private void add(double[] values) {
    int features = mean.length;
    for (int start = 0; start < values.length; start += features) {
      count++;
      for (int i = 0; i < features; i++) {
        double value = values[start + i];
        double before = value - mean[i];
        mean[i] += before / count;
        squares[i] += before * (value - mean[i]);
        smallest[i] = Math.min(smallest[i], value);
        largest[i] = Math.max(largest[i], value);
      }
    }
  }

  double[] means() {
    return mean.clone();
  }

  double[] smallest() {
    return smallest.clone();
  }

  /// Population standard deviations; 1 for a constant feature.
  double[] deviations() {
    return orOne(i -> Math.sqrt(squares[i] / count));
  }

  /// Largest minus smallest; 1 for a constant feature.
  double[] ranges() {
    return orOne(i -> largest[i] - smallest[i]);
  }

  /// Spreads to divide by: a constant feature, or one too narrow for a double, has 1.
  private double[] orOne(IntToDoubleFunction spread) {
    double[] spreads = new double[mean.length];
    Arrays.setAll(spreads, i -> spread.applyAsDouble(i) > 0 ? spread.applyAsDouble(i) : 1);
    return spreads;
  }
}

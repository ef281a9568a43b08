package dev.chainrule.metric;

/// The factories of all metrics, written as they read: `run.evaluate(test, accuracy())`.
public final class Metrics {
  private Metrics() {}

  /// Returns the share of samples whose highest score is the true class, see [Accuracy].
  public static Metric<Score> accuracy() {
    return new Accuracy(1);
  }

  /// Returns the share of samples whose true class is among the `k` highest scores, see [Accuracy].
  ///
  /// @throws IllegalArgumentException if `k` is below 1
  public static Metric<Score> topAccuracy(int k) {
    return new Accuracy(k);
  }

  /// Returns how often each true class was predicted as each class, see [ConfusionMatrix].
  public static Metric<ConfusionMatrix> confusionMatrix() {
    return new Metric<>() {
      @Override
      public String name() {
        return "confusion matrix";
      }

      @Override
      public Meter<ConfusionMatrix> meter() {
        return ConfusionMatrix.meter(name());
      }
    };
  }

  /// Returns the mean over the classes of [Precision].
  public static Metric<Score> precision() {
    return new Precision(Averaging.AllClasses.MACRO);
  }

  /// Returns the mean over the classes of [Recall].
  public static Metric<Score> recall() {
    return new Recall(Averaging.AllClasses.MACRO);
  }

  /// Returns the mean over the classes of [F1].
  public static Metric<Score> f1() {
    return new F1(Averaging.AllClasses.MACRO);
  }

  /// Returns the mean squared difference, see [SquaredError].
  public static Metric<Score> squaredError() {
    return new SquaredError();
  }

  /// Returns the root of the mean squared difference, see [RootSquaredError].
  public static Metric<Score> rootSquaredError() {
    return new RootSquaredError();
  }

  /// Returns the mean absolute difference, see [AbsoluteError].
  public static Metric<Score> absoluteError() {
    return new AbsoluteError();
  }

  /// Returns the share of variance explained, see [RSquared].
  public static Metric<Score> rSquared() {
    return new RSquared();
  }

  static void requireSamples(String metric, long samples) {
    if (samples == 0) {
      throw new IllegalStateException(
          metric + ": nothing was measured; update it with at least one sample");
    }
  }
}

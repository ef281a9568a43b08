package dev.chainrule.kernel;

/// How many numbers become one.
public enum Fold {
  SUM(0),
  PRODUCT(1),
  MIN(Double.POSITIVE_INFINITY),
  MAX(Double.NEGATIVE_INFINITY);

  private final double identity;

  Fold(double identity) {
    this.identity = identity;
  }

  /// Returns the number that changes nothing when it is combined with another.
  double identity() {
    return identity;
  }

  float of(float a, float b) {
    return switch (this) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }

  double of(double a, double b) {
    return switch (this) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }

  long of(long a, long b) {
    return switch (this) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }
}

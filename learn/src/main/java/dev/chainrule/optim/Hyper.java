package dev.chainrule.optim;

/// Checks of hyper-parameters.
final class Hyper {
  private Hyper() {}

  static void atLeastZero(String where, String name, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "%s: %s is %s; expected a number of 0 or more".formatted(where, name, value));
    }
  }

  static void aboveZero(String where, String name, double value) {
    if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "%s: %s is %s; expected a number above 0".formatted(where, name, value));
    }
  }

  static void atLeast(String where, String name, double value, double least) {
    if (!(value >= least) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "%s: %s is %s; expected a number of %s or more".formatted(where, name, value, least));
    }
  }

  static void atLeast(String where, String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %s is %d; expected %d or more".formatted(where, name, value, least));
    }
  }

  /// A share that is kept from step to step: 0 keeps nothing, 1 would keep all for ever.
  static void share(String where, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s: %s is %s; expected 0 or more and below 1".formatted(where, name, value));
    }
  }
}

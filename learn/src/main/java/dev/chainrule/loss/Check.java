package dev.chainrule.loss;

/// Checks of what losses are told.
final class Check {
  private Check() {}

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

  static void share(String where, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s: %s is %s; expected 0 or more and below 1".formatted(where, name, value));
    }
  }
}

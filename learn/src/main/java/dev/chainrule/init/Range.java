package dev.chainrule.init;

/// Checks of hyper-parameters.
final class Range {
  private Range() {}

  static void atLeastZero(String where, String name, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "%s: %s is %s; expected a number of 0 or more".formatted(where, name, value));
    }
  }
}

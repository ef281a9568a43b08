package dev.chainrule.schedule;

/// Checks of hyper-parameters.
final class Check {
  private Check() {}

  static void atLeastZero(String where, String name, long value) {
    require(value >= 0, where, name, String.valueOf(value), "0 or more");
  }

  static void aboveZero(String where, String name, long value) {
    require(value > 0, where, name, String.valueOf(value), "more than 0");
  }

  static void atLeastZero(String where, String name, double value) {
    boolean holds = value >= 0 && value < Double.POSITIVE_INFINITY;
    require(holds, where, name, String.valueOf(value), "0 or more");
  }

  static void aboveZero(String where, String name, double value) {
    boolean holds = value > 0 && value < Double.POSITIVE_INFINITY;
    require(holds, where, name, String.valueOf(value), "more than 0");
  }

  static void share(String where, String name, double value) {
    require(value >= 0 && value <= 1, where, name, String.valueOf(value), "a number from 0 to 1");
  }

  private static void require(
      boolean holds, String where, String name, String value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s is %s; expected %s".formatted(where, name, value, expected));
    }
  }
}

package dev.chainrule.golden;

/// How far a number may be from the right one: `|found − expected| ≤ absolute + relative ·
/// |expected|`.
///
/// NaN equals NaN, an infinity only itself; the sign of a zero is not compared.
record Tolerance(double relative, double absolute) {
  boolean accepts(double expected, double found) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      return Double.compare(expected, found) == 0;
    }
    return Math.abs(found - expected) <= allowed(expected);
  }

  double allowed(double expected) {
    return absolute + relative * Math.abs(expected);
  }
}

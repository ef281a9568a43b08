package dev.chainrule.check;

import dev.chainrule.DType;

/// A derivative by differences, with a bound on its error.
///
/// Central differences are taken at several distances `h`, each extrapolated from `h` and `h / 2`
/// (Richardson): the truncation error is estimated from the correction, the rounding error from the
/// size of the function, and the distance with the smallest sum wins. Where the slopes on both
/// sides keep their distance as `h` shrinks there is a kink.
///
/// @param value the derivative
/// @param bound on its error
/// @param left the slope on the left
/// @param right the slope on the right
/// @param isKink whether the function has a kink here
public record Difference(double value, double bound, double left, double right, boolean isKink) {
  private static final int DISTANCES = 4;

  /// A function with a number as result.
  ///
  /// @param <T> what it takes
  @FunctionalInterface
  public interface Function<T> {
    double of(T input);
  }

  /// Returns the derivative of a function at a point.
  ///
  /// @param precision in which the function computes
  public static Difference of(Function<Double> function, double at, DType precision) {
    double rounding = precision == DType.F32 ? 0x1p-23 : 0x1p-52;
    double widest = 8 * Math.cbrt(rounding) * Math.max(1, Math.abs(at));
    double middle = function.of(at);
    var best = new Difference(0, Double.POSITIVE_INFINITY, 0, 0, false);
    double firstGap = 0;
    double lastGap = 0;
    double lastNoise = 0;
    for (int i = 0; i < DISTANCES; i++) {
      double h = step(at, widest * Math.pow(0.25, i), precision);
      var next = at(function, at, middle, h, rounding);
      if (next.bound < best.bound) {
        best = next;
      }
      double gap = Math.abs(next.right - next.left);
      firstGap = i == 0 ? gap : firstGap;
      lastGap = gap;
      lastNoise = 8 * rounding * (Math.abs(middle) + 1) / h;
    }
    boolean kink = lastGap > 0.5 * firstGap && lastGap > 2 * lastNoise;
    return new Difference(best.value, best.bound, best.left, best.right, kink);
  }

  /// A distance that the point can be moved by without rounding.
  private static double step(double at, double h, DType precision) {
    return precision == DType.F32 ? (float) (at + h) - at : (at + h) - at;
  }

  private static Difference at(
      Function<Double> function, double at, double middle, double h, double rounding) {
    double above = function.of(at + h);
    double below = function.of(at - h);
    double halfAbove = function.of(at + h / 2);
    double halfBelow = function.of(at - h / 2);
    double coarse = (above - below) / (2 * h);
    double fine = (halfAbove - halfBelow) / h;
    double correction = (fine - coarse) / 3;
    double size = Math.max(Math.abs(above), Math.abs(below)) + Math.abs(middle);
    double noise = 4 * rounding * (size + rounding) / h;
    double bound = Math.abs(correction) + noise;
    double left = (middle - halfBelow) / (h / 2);
    double right = (halfAbove - middle) / (h / 2);
    return new Difference(fine + correction, bound, left, right, false);
  }

  /// Returns whether a gradient is consistent with the differences: within the bound, or between
  /// the slopes of a kink.
  public boolean allows(double gradient) {
    if (isKink) {
      return gradient >= Math.min(left, right) - bound && gradient <= Math.max(left, right) + bound;
    }
    return Math.abs(gradient - value) <= bound;
  }

  /// Returns for example `differences 0.419974341614 ± 2.1e-11`.
  @Override
  public String toString() {
    return isKink
        ? "kink with slopes %.6g on the left and %.6g on the right".formatted(left, right)
        : "differences %.10g ± %.1e".formatted(value, bound);
  }
}

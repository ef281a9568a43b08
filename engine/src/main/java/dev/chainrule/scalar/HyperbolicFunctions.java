package dev.chainrule.scalar;

/// The inverse hyperbolic functions, which [StrictMath] lacks.
///
/// Every method gives the same bits on every machine: nothing but exact operations and `StrictMath`
/// is used.
///
/// **Source**: NIST Digital Library of Mathematical Functions, section 4.37(iv), rearranged so that
/// `log1p` meets no cancellation.
public final class HyperbolicFunctions {
  /// Above this `1 + x²` rounds to `x²`.
  private static final double LARGE = 0x1p28;

  private static final double LN_2 = 0.6931471805599453;

  private HyperbolicFunctions() {}

  /// `asinh(x) = ±ln(|x| + √(x² + 1))`; odd.
  public static double asinh(double x) {
    double a = Math.abs(x);
    if (a > LARGE) {
      return Math.copySign(StrictMath.log(a) + LN_2, x);
    }
    double square = a * a;
    return Math.copySign(StrictMath.log1p(a + square / (1 + Math.sqrt(1 + square))), x);
  }

  /// `acosh(x) = ln(x + √(x² − 1))`; NaN for x < 1.
  public static double acosh(double x) {
    if (x > LARGE) {
      return StrictMath.log(x) + LN_2;
    }
    if (!(x >= 1)) {
      return Double.NaN;
    }
    double t = x - 1;
    return StrictMath.log1p(t + Math.sqrt(t * (t + 2)));
  }

  /// `atanh(x) = ½ ln((1 + x) / (1 − x))`; odd, infinite at ±1, NaN outside.
  public static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * StrictMath.log1p(2 * a / (1 - a)), x);
  }
}

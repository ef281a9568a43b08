package dev.chainrule.scalar;

/// Compositions of exponentials and logarithms that would overflow or cancel if written plainly.
///
/// Every method gives the same bits on every machine: nothing but exact operations and `StrictMath`
/// is used.
///
/// **Source**: M. Mächler, Accurately computing log(1 − exp(−|a|)), 2012, for the forms of
/// `softplus`; the others follow the same pattern.
public final class ExponentialFunctions {
  private static final double LN_2 = 0.6931471805599453;

  private ExponentialFunctions() {}

  /// `1 / (1 + exp(−x))`, relatively accurate for very negative `x` too.
  public static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  /// `ln(1 + exp(x))`, without overflow.
  public static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /// `ln(exp(a) + exp(b))`, without overflow.
  public static double logAddExp(double a, double b) {
    double larger = Math.max(a, b);
    return a == b ? larger + LN_2 : larger + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
  }

  /// `log₂(2ᵃ + 2ᵇ)`, without overflow.
  public static double logAddExp2(double a, double b) {
    double larger = Math.max(a, b);
    if (a == b) {
      return larger + 1;
    }
    return larger + StrictMath.log1p(StrictMath.pow(2, -Math.abs(a - b))) / LN_2;
  }

  /// `ln(p / (1 − p))`, relatively accurate near `p = ½` too; NaN outside 0..1.
  public static double logit(double p) {
    if (p > 0.25 && p < 0.75) {
      return StrictMath.log1p((2 * p - 1) / (1 - p));
    }
    return StrictMath.log(p) - StrictMath.log1p(-p);
  }

  /// The logarithm to base 2, exact for powers of two.
  public static double log2(double x) {
    if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
      return StrictMath.log(x);
    }
    double normal = x < Double.MIN_NORMAL ? x * 0x1p54 : x;
    int exponent = Math.getExponent(normal);
    double mantissa = Math.scalb(normal, -exponent);
    if (mantissa > 1.4142135623730951) {
      mantissa *= 0.5;
      exponent++;
    }
    double whole = x < Double.MIN_NORMAL ? exponent - 54 : exponent;
    return whole + StrictMath.log(mantissa) / LN_2;
  }

  /// `x ln y`, and 0 where `x` is 0 unless `y` is NaN.
  public static double xlogy(double x, double y) {
    return x == 0 && !Double.isNaN(y) ? 0 : x * StrictMath.log(y);
  }

  /// `x ln(1 + y)`, and 0 where `x` is 0 unless `y` is NaN.
  public static double xlog1py(double x, double y) {
    return x == 0 && !Double.isNaN(y) ? 0 : x * StrictMath.log1p(y);
  }

  /// `−x ln x`, 0 at 0 and −∞ for negative `x`.
  public static double entropy(double x) {
    if (x > 0) {
      return -x * StrictMath.log(x);
    }
    return x == 0 ? 0 : x < 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }
}

package dev.chainrule.scalar;

/// Sine, cosine and cotangent of multiples of π, exact where the argument is a multiple of ½.
///
/// Every method gives the same bits on every machine: nothing but exact operations and `StrictMath`
/// is used.
public final class CircularFunctions {
  private CircularFunctions() {}

  /// `sin(πx)`, exactly 0 at whole numbers; NaN at ±∞.
  public static double sinPi(double x) {
    double r = x - 2 * Math.rint(0.5 * x); // exact, from −1 to 1
    if (Math.abs(r) > 0.5) {
      r = Math.copySign(1, r) - r;
    }
    return StrictMath.sin(Math.PI * r);
  }

  /// `cos(πx)`, exactly 0 at odd multiples of ½; NaN at ±∞.
  public static double cosPi(double x) {
    double r = Math.abs(x - 2 * Math.rint(0.5 * x));
    return sinPi(0.5 - r);
  }

  /// `cot(πx)`; NaN at whole numbers and ±∞.
  public static double cotPi(double x) {
    double sine = sinPi(x);
    return sine == 0 ? Double.NaN : cosPi(x) / sine;
  }

  /// The derivative of order `n` of `cot(πx)`.
  ///
  /// With `c = cot(πx)` it is `πⁿ Pₙ(c)`, where `P₀ = c` and `Pₙ₊₁ = −(1 + c²) Pₙ′`.
  static double cotPiDerivative(int n, double x) {
    double[] p = {0, 1};
    for (int order = 0; order < n; order++) {
      var next = new double[p.length + 1];
      for (int k = 1; k < p.length; k++) {
        next[k - 1] -= k * p[k];
        next[k + 1] -= k * p[k];
      }
      p = next;
    }
    return StrictMath.pow(Math.PI, n) * Polynomials.horner(cotPi(x), p);
  }

  /// `sin(πx) / (πx)`, 1 at 0 and NaN at ±∞.
  public static double sinc(double x) {
    return x == 0 ? 1 : sinPi(x) / (Math.PI * x);
  }

  /// The derivative of [#sinc].
  ///
  /// Up to ½ the series `−π² x (2/3! − 4u/5! + 6u²/7! − …)` with `u = (πx)²`, beyond it `(cos(πx) −
  /// sinc(x)) / x`.
  public static double sincSlope(double x) {
    if (Math.abs(x) > 0.5) {
      return (cosPi(x) - sinc(x)) / x;
    }
    double u = Math.PI * Math.PI * x * x;
    double term = -Math.PI * Math.PI * x / 6;
    double sum = 0;
    for (int k = 1; k <= 11; k++) {
      sum += 2 * k * term;
      term *= -u / ((2 * k + 2) * (2 * k + 3));
    }
    return sum;
  }
}

package dev.chainrule.scalar;

/// The error function, its complement and inverses, and the normal distribution function.
///
/// Every method gives the same bits on every machine: nothing but exact operations and `StrictMath`
/// is used. Relative errors are a few units in the last place where the function is well
/// conditioned.
///
/// **Source**: definitions from the NIST Digital Library of Mathematical Functions, sections 7.2
/// and 7.17. The expansion of `erfcx` has the form of M. M. Shepherd and J. G. Laframboise,
/// Chebyshev approximation of (1 + 2x) exp(x²) erfc(x) in 0 ≤ x < ∞, Mathematics of Computation 36,
/// 1981; the coefficients were computed anew with 60 digits.
public final class ErrorFunctions {
  private static final double SQRT_HALF = 0.7071067811865476;
  private static final double SQRT_2 = 1.4142135623730951;
  private static final double SQRT_PI = 1.772453850905516;
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

  /// Beyond this `erfc` is below half the smallest subnormal number.
  private static final double ERFC_UNDERFLOW = 27.3;

  /// Below minus this `erfcx` exceeds the largest number.
  private static final double ERFCX_OVERFLOW = 26.7;

  /// `erf(√z)/√z` on `0 ≤ z ≤ 1`, interpolated at Chebyshev points; relative error 2e-17.
  private static final double[] ERF = {
    1.1283791670955126, -0.37612638903183543, 0.1128379167094513, -0.026866170643256995,
    0.005223977607269946, -0.0008548325982543225, 0.00012055295112667001, -1.4924740785377576e-05,
    1.6447471190594618e-06, -1.6208829856810202e-07, 1.3721520406351094e-08, -7.798543850549947e-10
  };

  /// `(1 + 2x) exp(x²) erfc(x)` as a Chebyshev series in `(x − 3.75) / (x + 3.75)`.
  private static final double[] ERFCX = {
    2.3551578691348034, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189,
    -0.026658668435305753, 0.009074997670705265, -0.002413163540417608, 0.0004907758365258086,
    -6.916973302501207e-05, 4.13902798607301e-06, 7.74038306619849e-07, -2.1886401049234397e-07,
    1.076499946567091e-08, 4.521959811218287e-09, -7.754400208831351e-10, -6.318088340886684e-11,
    2.86879501093067e-11, 1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14,
    3.3478119482868056e-14, -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17,
    5.068148904796111e-17
  };

  private ErrorFunctions() {}

  /// The error function `2/√π ∫₀ˣ exp(−t²) dt`; odd, between −1 and 1.
  public static double erf(double x) {
    double a = Math.abs(x);
    if (a < 1) {
      return x * Polynomials.horner(x * x, ERF);
    }
    return Math.copySign(1 - erfc(a), x);
  }

  /// The complementary error function `1 − erf(x)`, without cancellation for large `x`.
  public static double erfc(double x) {
    if (x < 0.5) {
      return x < -1 ? 2 - erfc(-x) : 1 - erf(x);
    }
    return x > ERFC_UNDERFLOW ? 0 : gaussian(x, 1) * erfcx(x);
  }

  /// The scaled complementary error function `exp(x²) erfc(x)`.
  public static double erfcx(double x) {
    if (x < 0) {
      return x < -ERFCX_OVERFLOW ? Double.POSITIVE_INFINITY : 2 * gaussian(x, -1) - erfcx(-x);
    }
    if (x > 1e9) {
      return 1 / (SQRT_PI * x); // the next term of the asymptotic series is 1/(2x²) smaller
    }
    return Polynomials.chebyshev((x - 3.75) / (x + 3.75), ERFCX) / (1 + 2 * x);
  }

  /// The inverse of [#erf]: infinite at ±1, NaN outside.
  public static double erfinv(double y) {
    double a = Math.abs(y);
    if (a > 0.5) {
      return Math.copySign(erfcinv(1 - a), y);
    }
    double x = 0.5 * SQRT_PI * y * (1 + Math.PI / 12 * y * y);
    for (int step = 0; step < 2; step++) { // Halley's method, cubic: 1e-2, 1e-6, 1e-18
      double newton = (erf(x) - y) / (TWO_OVER_SQRT_PI * StrictMath.exp(-x * x));
      x -= newton / (1 + x * newton);
    }
    return x;
  }

  /// The inverse of [#erfc] for 0 ≤ q ≤ 0.5; NaN for other values.
  ///
  /// Newton's method on `ln erfc(x) = ln q`, started from formula 26.2.23 of M. Abramowitz and I.
  /// A. Stegun, Handbook of Mathematical Functions, which is right to 5e-4.
  private static double erfcinv(double q) {
    if (!(q > 0)) {
      return q == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    double logQ = StrictMath.log(q);
    double t = Math.sqrt(-2 * (logQ - StrictMath.log(2)));
    double top = 2.515517 + t * (0.802853 + t * 0.010328);
    double bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    double x = (t - top / bottom) * SQRT_HALF;
    for (int step = 0; step < 3; step++) {
      double scaled = erfcx(x);
      x += (StrictMath.log(scaled) - x * x - logQ) * (0.5 * SQRT_PI) * scaled;
    }
    return x;
  }

  /// The normal distribution function `Φ(x) = ½ erfc(−x/√2)`.
  public static double ndtr(double x) {
    if (x > -1) {
      return 0.5 * erfc(-x * SQRT_HALF);
    }
    return x < -SQRT_2 * ERFC_UNDERFLOW ? 0 : 0.5 * gaussian(x, 0.5) * erfcx(-x * SQRT_HALF);
  }

  /// The inverse of [#ndtr]: −∞ at 0, ∞ at 1, NaN outside.
  public static double ndtri(double p) {
    if (p >= 0.25 && p <= 0.75) {
      return SQRT_2 * erfinv(2 * p - 1);
    }
    return p < 0.5 ? -SQRT_2 * erfcinv(2 * p) : SQRT_2 * erfcinv(2 * (1 - p));
  }

  /// The logarithm of [#ndtr], without underflow for very negative `x`.
  public static double logNdtr(double x) {
    if (x < -1) {
      return StrictMath.log(0.5 * erfcx(-x * SQRT_HALF)) - 0.5 * x * x;
    }
    return StrictMath.log1p(-ndtr(-x));
  }

  /// `exp(−scale · x²)` for a scale that is a power of two, with the rounding error of `x²` mended.
  private static double gaussian(double x, double scale) {
    double square = x * x;
    double error = Math.fma(x, x, -square);
    double e = StrictMath.exp(-scale * square);
    return e - e * (scale * error);
  }
}

package dev.chainrule.scalar;

/// The modified Bessel functions of the first kind of order 0 and 1.
///
/// Every method gives the same bits on every machine: nothing but exact operations and `StrictMath`
/// is used.
///
/// **Source**: power series from the NIST Digital Library of Mathematical Functions, 10.25.2. For
/// large arguments Chebyshev series in `8/x`, whose coefficients were computed with 60 digits.
public final class BesselFunctions {
  /// Up to here the power series is used; all its terms are positive.
  private static final double SERIES_LIMIT = 8;

  /// `√x exp(−x) I₀(x)` for x ≥ 8 as a Chebyshev series in `16/x − 1`.
  private static final double[] ORDER_0 = {
    0.8044904110141088,
    0.0033691164782556943,
    6.889758346916825e-05,
    2.8913705208347567e-06,
    2.0489185894690638e-07,
    2.266668990498178e-08,
    3.3962320257083865e-09,
    4.94060238822497e-10,
    1.1889147107846439e-11,
    -3.1499165279632416e-11,
    -1.3215811840447713e-11,
    -1.7941785315068062e-12,
    7.180124451383666e-13,
    3.8527783827421426e-13,
    1.54008621752141e-14,
    -4.150569347287222e-14,
    -9.554846698828307e-15,
    3.8116806693526224e-15,
    1.7725601330565263e-15,
    -3.425485619677219e-16,
    -2.8276239805165836e-16,
    3.461222867697461e-17,
    4.46562142029676e-17
  };

  /// `√x exp(−x) I₁(x)` for x ≥ 8 as a Chebyshev series in `16/x − 1`.
  private static final double[] ORDER_1 = {
    0.7785762350182801,
    -0.009761097491361469,
    -0.00011058893876262371,
    -3.882564808877691e-06,
    -2.512236237870209e-07,
    -2.6314688468895196e-08,
    -3.835380385964237e-09,
    -5.589743462196584e-10,
    -1.8974958123505413e-11,
    3.2526035830154884e-11,
    1.4125807436613782e-11,
    2.0356285441470896e-12,
    -7.198551776245908e-13,
    -4.0835511110921974e-13,
    -2.1015418427726643e-14,
    4.272440016711951e-14,
    1.0420276984128802e-14,
    -3.8144030724370075e-15,
    -1.8803547755107825e-15,
    3.3082023109209285e-16,
    2.96262899764595e-16,
    -3.209525921993424e-17,
    -4.6503053684893586e-17
  };

  private BesselFunctions() {}

  /// `I₀(x)`; even.
  public static double i0(double x) {
    double a = Math.abs(x);
    return a <= SERIES_LIMIT ? series(0.25 * a * a, 0) : grow(a, scaled(a, ORDER_0));
  }

  /// `exp(−|x|) I₀(x)`, which does not overflow.
  public static double i0e(double x) {
    double a = Math.abs(x);
    return a <= SERIES_LIMIT ? StrictMath.exp(-a) * series(0.25 * a * a, 0) : scaled(a, ORDER_0);
  }

  /// `I₁(x)`; odd.
  public static double i1(double x) {
    double a = Math.abs(x);
    if (a <= SERIES_LIMIT) {
      return 0.5 * x * series(0.25 * a * a, 1);
    }
    return Math.copySign(grow(a, scaled(a, ORDER_1)), x);
  }

  /// `exp(−|x|) I₁(x)`, which does not overflow.
  public static double i1e(double x) {
    double a = Math.abs(x);
    if (a <= SERIES_LIMIT) {
      return 0.5 * x * StrictMath.exp(-a) * series(0.25 * a * a, 1);
    }
    return Math.copySign(scaled(a, ORDER_1), x);
  }

  /// `Σ zᵏ / (k! (k + order)!) · order!`, summed until the terms no longer count.
  private static double series(double z, int order) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= z / (k * (k + order));
      sum += term;
    }
    return sum;
  }

  private static double scaled(double a, double[] coefficients) {
    double t = 2 * SERIES_LIMIT / a - 1;
    return Polynomials.chebyshev(t, coefficients) / Math.sqrt(a);
  }

  /// `exp(a) · scaled` in two steps, so that only the result overflows.
  private static double grow(double a, double scaled) {
    if (a == Double.POSITIVE_INFINITY) {
      return a;
    }
    double half = StrictMath.exp(0.5 * a);
    return half * (half * scaled);
  }
}

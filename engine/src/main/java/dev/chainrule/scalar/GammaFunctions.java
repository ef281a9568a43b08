package dev.chainrule.scalar;

/// The logarithm of the gamma function and its derivatives.
///
/// Every method gives the same bits on every machine: nothing but exact operations and `StrictMath`
/// is used.
///
/// **Source**: recurrences, reflection formulas and asymptotic series from the NIST Digital Library
/// of Mathematical Functions, sections 5.5, 5.11 and 5.15; Hurwitz' zeta function by
/// Euler-Maclaurin summation, section 25.11(iii). Coefficients were computed anew with 60 digits.
public final class GammaFunctions {
  /// From here on the asymptotic series of ln Γ and digamma are exact to double precision.
  private static final double ASYMPTOTIC = 10;

  /// `½ ln 2π − ½`.
  private static final double STIRLING = 0.4189385332046727;

  /// `B₂ₖ / (2k (2k − 1))`, the terms of Stirling's series in `1/x²`.
  private static final double[] LOG_GAMMA_SERIES = {
    1.0 / 12,
    -1.0 / 360,
    1.0 / 1260,
    -1.0 / 1680,
    1.0 / 1188,
    -691.0 / 360360,
    1.0 / 156,
    -3617.0 / 122400
  };

  /// `B₂ₖ / 2k`, the terms of digamma's series in `1/x²`.
  private static final double[] DIGAMMA_SERIES = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160
  };

  /// `B₂ₖ / (2k)!`, the terms of Euler and Maclaurin's formula.
  private static final double[] EULER_MACLAURIN = {
    8.333333333333333e-02, -1.388888888888889e-03, 3.306878306878307e-05, -8.267195767195768e-07,
    2.08767569878681e-08, -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13,
    8.586062056277845e-15
  };

  /// `ln Γ(2 + y) / y` on `−½ ≤ y ≤ ½`, interpolated at Chebyshev points; relative error 3e-17.
  private static final double[] LOG_GAMMA_NEAR_TWO = {
    0.42278433509846713, 0.3224670334241132, -0.06735230105319814, 0.02058080842778463,
    -0.007385551028668096, 0.0028905103307343394, -0.0011927539120033873, 0.0005096695250262799,
    -0.00022315475069647703, 9.945750665169756e-05, -4.492635166770342e-05, 2.0507292365464966e-05,
    -9.438454884054723e-06, 4.374221208333783e-06, -2.044935323180052e-06, 9.584290249224467e-07,
    -4.303234692956732e-07, 2.0192169921430407e-07, -1.341570273460026e-07, 6.473973449314896e-08
  };

  private GammaFunctions() {}

  /// The logarithm of `|Γ(x)|`; infinite at 0, −1, −2, … and at ±∞.
  public static double lgamma(double x) {
    if (x >= ASYMPTOTIC) {
      return x == Double.POSITIVE_INFINITY ? x : stirling(x);
    }
    if (x >= 2.5) {
      return logGammaByProduct(x);
    }
    if (x >= 1.5) {
      return logGammaNearTwo(x - 2);
    }
    if (x >= 0.5) {
      return logGammaNearTwo(x - 1) - StrictMath.log(x);
    }
    if (x > -0.5) {
      return logGammaNearTwo(x) - StrictMath.log1p(x) - StrictMath.log(Math.abs(x));
    }
    if (Double.isNaN(x) || x == Math.rint(x)) {
      return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
    }
    return -StrictMath.log(Math.abs(CircularFunctions.sinPi(x)) / Math.PI) - lgamma(1 - x);
  }

  private static double stirling(double x) {
    double r = 1 / x;
    double series = r * Polynomials.horner(r * r, LOG_GAMMA_SERIES);
    return (x - 0.5) * (StrictMath.log(x) - 1) + (STIRLING + series);
  }

  /// `Γ(x) = (x − 1)(x − 2) … Γ(x − k)` with `1.5 ≤ x − k < 2.5`.
  private static double logGammaByProduct(double x) {
    double product = 1;
    double reduced = x;
    while (reduced >= 2.5) {
      reduced -= 1;
      product *= reduced;
    }
    return StrictMath.log(product) + logGammaNearTwo(reduced - 2);
  }

  private static double logGammaNearTwo(double y) {
    return y * Polynomials.horner(y, LOG_GAMMA_NEAR_TWO);
  }

  /// The derivative of `ln Γ(x)`: ∓∞ at ±0, NaN at −1, −2, … and −∞.
  public static double digamma(double x) {
    if (x == 0) {
      return Math.copySign(Double.POSITIVE_INFINITY, -x);
    }
    if (x < 0) {
      return digamma(1 - x) - Math.PI * CircularFunctions.cotPi(x);
    }
    double sum = 0;
    double shifted = x;
    while (shifted < ASYMPTOTIC) {
      sum -= 1 / shifted;
      shifted += 1;
    }
    double r = 1 / shifted;
    double series = r * r * Polynomials.horner(r * r, DIGAMMA_SERIES);
    return sum + (StrictMath.log(shifted) - 0.5 * r - series);
  }

  /// The derivative of order `n ≥ 0` of [#digamma]: `(−1)ⁿ⁺¹ n! Σ (x + k)⁻ⁿ⁻¹` for n ≥ 1.
  ///
  /// At 0, −1, −2, … it is ∞ for odd `n`; for even `n` it is ∓∞ at ±0 and NaN at the others, whose
  /// two sides differ. At ∞ it is 0, at −∞ NaN.
  public static double polygamma(int n, double x) {
    if (n == 0) {
      return digamma(x);
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? 0 : Double.NaN;
    }
    double sign = n % 2 == 0 ? -1 : 1;
    if (x <= 0 && x == Math.rint(x)) {
      double even = x == 0 ? Math.copySign(Double.POSITIVE_INFINITY, -x) : Double.NaN;
      return sign > 0 ? Double.POSITIVE_INFINITY : even;
    }
    if (x < 0) {
      return -sign * polygamma(n, 1 - x) - CircularFunctions.cotPiDerivative(n, x) * Math.PI;
    }
    double factorial = 1;
    for (int k = 2; k <= n; k++) {
      factorial *= k;
    }
    return sign * factorial * hurwitzZeta(n + 1, x);
  }

  /// `Σ (x + k)⁻ˢ` over k ≥ 0, for s ≥ 2 and x > 0.
  private static double hurwitzZeta(int s, double x) {
    double sum = 0;
    double shifted = x;
    while (shifted < ASYMPTOTIC + s) {
      sum += StrictMath.pow(shifted, -s);
      shifted += 1;
    }
    double power = StrictMath.pow(shifted, -s);
    double tail = power * (shifted / (s - 1) + 0.5);
    double factor = s * power / shifted;
    for (int k = 0; k < EULER_MACLAURIN.length; k++) {
      tail += EULER_MACLAURIN[k] * factor;
      factor *= (s + 2 * k + 1.0) * (s + 2 * k + 2.0) / (shifted * shifted);
    }
    return sum + tail;
  }
}

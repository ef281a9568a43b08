package dev.chainrule.scalar;

/// Evaluation of polynomials whose coefficients are constants, for the functions of this package.
final class Polynomials {
  private Polynomials() {}

  /// `c[0] + c[1] x + c[2] x² + …` by Horner's rule, each step one fused multiply-add.
  static double horner(double x, double[] c) {
    double sum = c[c.length - 1];
    for (int k = c.length - 2; k >= 0; k--) {
      sum = Math.fma(sum, x, c[k]);
    }
    return sum;
  }

  /// `c[0]/2 + c[1] T₁(t) + c[2] T₂(t) + …` for −1 ≤ t ≤ 1 by Clenshaw's recurrence.
  ///
  /// **Source**: C. W. Clenshaw, A note on the summation of Chebyshev series, 1955.
  static double chebyshev(double t, double[] c) {
    double b1 = 0;
    double b2 = 0;
    for (int k = c.length - 1; k >= 1; k--) {
      double b0 = Math.fma(2 * t, b1, c[k] - b2);
      b2 = b1;
      b1 = b0;
    }
    return Math.fma(t, b1, 0.5 * c[0] - b2);
  }
}

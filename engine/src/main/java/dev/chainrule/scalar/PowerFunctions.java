package dev.chainrule.scalar;

/// Powers, signs and remainders with the conventions of IEEE 754 and Python where Java's differ.
///
/// Every method gives the same bits on every machine: nothing but exact operations and `StrictMath`
/// is used.
///
/// **Source**: IEEE 754-2019, section 9.2.1, for `pow`; the Python language reference, section 6.7,
/// for the remainder.
public final class PowerFunctions {
  private PowerFunctions() {}

  /// `aᵇ`; unlike Java's it is 1 for a = 1 whatever `b` is, and for a = −1 with infinite `b`.
  public static double pow(double a, double b) {
    if (a == 1 || (a == -1 && Double.isInfinite(b))) {
      return 1;
    }
    return StrictMath.pow(a, b);
  }

  /// 1, −1 or 0 by the sign of `x`; NaN for NaN.
  public static double sign(double x) {
    return Math.signum(x);
  }

  /// `x` without its fraction.
  public static double trunc(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /// The remainder of `a / b` with the sign of `b`.
  public static double remainder(double a, double b) {
    double r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
  }

  /// The whole quotient that belongs to [#remainder]; `a / b` for b = 0.
  public static double floorDivide(double a, double b) {
    if (b == 0) {
      return a / b;
    }
    double r = a % b;
    double quotient = (a - r) / b;
    if (r != 0 && (r < 0) != (b < 0)) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0, a / b);
    }
    double whole = Math.floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
  }
}

package dev.chainrule.scalar;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.SinglePrecision.*;

import java.util.function.BinaryOperator;

/// Logarithms in single precision, built as [SinglePrecision] describes.
///
/// All rest on `ln x = k ln 2 + ln(1 + f)` with `x = 2ᵏ (1 + f)` and `|f| ≤ ⅓`.
///
/// **Source**: argument reduction after W. J. Cody and W. Waite, Software Manual for the Elementary
/// Functions, 1980, chapter 5; coefficients are our own.
final class SingleLogarithms {
  /// The bits of ⅔: subtracting them centres the mantissa on 1.
  private static final int TWO_THIRDS = 0x3F2AAAAB;

  private static final int EXPONENT = 0xFF800000;
  private static final double LN2 = 0.6931471805599453;

  // Constants rounded to single precision, and the rests
  private static final double LOG2_E = 1.4426950216293335;
  private static final double LOG2_E_LOW = 1.925963033500011e-8;
  private static final double LOG10_E = 0.4342944920063019;
  private static final double LOG10_E_LOW = -1.0103049952192578e-8;
  private static final double LOG10_2 = 0.3010300099849701;
  private static final double LOG10_2_LOW = -1.432098883924482e-8;

  private SingleLogarithms() {}

  /// `ln x`.
  static Expression log(Expression x) {
    return ofPositive(x, (f, k) -> k.fma(constant(LN2), higherTerms(f).fma(f.mul(f), f)));
  }

  /// `log₂ x`, exact for powers of two.
  static Expression log2(Expression x) {
    return ofPositive(x, (f, k) -> scaled(f, LOG2_E, LOG2_E_LOW).add(k));
  }

  /// `log₁₀ x`.
  static Expression log10(Expression x) {
    return ofPositive(
        x,
        (f, k) -> {
          var low = k.fma(constant(LOG10_2_LOW), scaled(f, LOG10_E, LOG10_E_LOW));
          return k.fma(constant(LOG10_2), low);
        });
  }

  /// `ln(1 + f)` times a factor given in two parts.
  private static Expression scaled(Expression f, double factor, double rest) {
    var low = f.fma(constant(rest), higherTerms(f).mul(f.mul(f)).mul(factor));
    return f.fma(constant(factor), low);
  }

  /// `ln(1 + x)`, with `f = 2⁻ᵏ x + (2⁻ᵏ − 1)` free of the rounding error of `1 + x`.
  static Expression log1p(Expression x) {
    var moved = minus(bits(x.add(1)), constant(TWO_THIRDS));
    var exponent = and(moved, EXPONENT);
    var fourOverPower = fromBits(minus(constant(0x40800000), exponent));
    var scaled = fromBits(minus(bits(x), exponent));
    var f = scaled.add(fourOverPower.fma(0.25, -1));
    var minusK = constant(TO_WHOLE).sub(whole(moved)); // 0, not −0, for k = 0: keeps log1p(−0) = −0
    var y = minusK.fma(constant(-LN2), higherTerms(f).fma(f.mul(f), f));
    return withLimits(x, y, -1);
  }

  /// Splits a positive number into `2ᵏ (1 + f)`, and gives the logarithm's limits to others.
  private static Expression ofPositive(Expression x, BinaryOperator<Expression> function) {
    var subnormal = x.lt(constant(Float.MIN_NORMAL));
    var normal = subnormal.select(x.mul(0x1p23), x);
    var moved = minus(bits(normal), constant(TWO_THIRDS));
    var f = fromBits(minus(bits(normal), and(moved, EXPONENT))).sub(1);
    var zero = subnormal.select(constant(TO_WHOLE + 23), constant(TO_WHOLE));
    return withLimits(x, function.apply(f, whole(moved).sub(zero)), 0);
  }

  private static Expression whole(Expression moved) {
    return fromBits(plus(shiftRight(moved, 23), constant(TO_WHOLE_BITS)));
  }

  /// `(ln(1 + f) − f) / f²`, for |f| ≤ ⅓.
  private static Expression higherTerms(Expression f) {
    var q =
        polynomial(
            f,
            0.3333321511745453,
            -0.2499980628490448,
            0.2001042664051056,
            -0.16680191457271576,
            0.14005734026432037,
            -0.1218758076429367,
            0.13984595239162445,
            -0.1287948191165924);
    return q.fma(f, -0.5);
  }

  /// −∞ at the pole, NaN below it, ∞ at ∞.
  private static Expression withLimits(Expression x, Expression y, double pole) {
    var outside = constant(Double.NaN);
    var atPole = x.eq(constant(pole)).select(constant(Double.NEGATIVE_INFINITY), outside);
    var above = x.gt(pole).select(y, atPole);
    return x.lt(constant(Double.POSITIVE_INFINITY)).select(above, x);
  }
}

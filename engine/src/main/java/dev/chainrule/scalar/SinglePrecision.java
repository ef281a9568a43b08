package dev.chainrule.scalar;

import static dev.chainrule.scalar.Expression.apply;
import static dev.chainrule.scalar.Expression.constant;

/// Building blocks of the functions in single precision.
///
/// Such a function is an expression of instructions that round exactly: arithmetic with `fma`,
/// square root, comparison, choice and operations on bits. Scalar code and vector code of any width
/// therefore give the same bits on every machine. Polynomials are minimax fits computed by linear
/// programming with 40 digits, their coefficients rounded one after the other and the rest
/// refitted.
final class SinglePrecision {
  /// `1.5 · 2²³`: adding it rounds to a whole number, which then stands in the lowest bits.
  static final double TO_WHOLE = 12582912;

  /// The bits of [#TO_WHOLE].
  static final int TO_WHOLE_BITS = 0x4B400000;

  static final int SIGN_BIT = 0x80000000;
  static final int ALL_BUT_SIGN = 0x7FFFFFFF;

  /// Numbers of this size and above are whole.
  private static final double WHOLE = 0x1p23;

  private SinglePrecision() {}

  /// `c₀ + c₁ x + c₂ x² + …` by Horner's rule.
  static Expression polynomial(Expression x, double... c) {
    Expression sum = constant(c[c.length - 1]);
    for (int k = c.length - 2; k >= 0; k--) {
      sum = sum.fma(x, c[k]);
    }
    return sum;
  }

  static Expression bits(Expression x) {
    return apply(Primitive.BITS, x);
  }

  static Expression fromBits(Expression bits) {
    return apply(Primitive.FROM_BITS, bits);
  }

  static Expression and(Expression bits, int mask) {
    return apply(Primitive.BITS_AND, bits, constant(mask));
  }

  static Expression shiftLeft(Expression bits, int places) {
    return apply(Primitive.BITS_SHIFT_LEFT, bits, constant(places));
  }

  static Expression shiftRight(Expression bits, int places) {
    return apply(Primitive.BITS_SHIFT_RIGHT, bits, constant(places));
  }

  static Expression plus(Expression bits, Expression other) {
    return apply(Primitive.BITS_ADD, bits, other);
  }

  static Expression minus(Expression bits, Expression other) {
    return apply(Primitive.BITS_SUB, bits, other);
  }

  static Expression abs(Expression x) {
    return fromBits(and(bits(x), ALL_BUT_SIGN));
  }

  /// `−|x|`.
  static Expression minusAbs(Expression x) {
    return fromBits(apply(Primitive.BITS_OR, bits(x), constant(SIGN_BIT)));
  }

  /// The size of one number, which must not be negative, with the sign of another.
  static Expression withSign(Expression size, Expression sign) {
    return fromBits(apply(Primitive.BITS_OR, bits(size), and(bits(sign), SIGN_BIT)));
  }

  static Expression copySign(Expression size, Expression sign) {
    return withSign(abs(size), sign);
  }

  /// 1, −1, or `x` itself where it is 0 or NaN.
  static Expression sign(Expression x) {
    var notAbove = x.lt(constant(0)).select(constant(-1), x);
    return x.gt(0).select(constant(1), notAbove);
  }

  /// Returns `x` within the bounds; NaN stays.
  static Expression clamp(Expression x, double least, double largest) {
    var raised = x.lt(constant(least)).select(constant(least), x);
    return x.gt(largest).select(constant(largest), raised);
  }

  // Rounding to whole numbers

  /// The nearest whole number, halves to even.
  static Expression rint(Expression x) {
    var size = abs(x);
    var rounded = size.add(WHOLE).sub(WHOLE);
    return withSign(size.lt(constant(WHOLE)).select(rounded, size), x);
  }

  /// The largest whole number that is not above `x`.
  static Expression floor(Expression x) {
    var nearest = rint(x);
    return x.lt(nearest).select(nearest.sub(1), nearest);
  }

  /// The smallest whole number that is not below `x`.
  static Expression ceil(Expression x) {
    var nearest = rint(x);
    return copySign(nearest.lt(x).select(nearest.add(1), nearest), x);
  }

  /// The whole part of `x`, without its fraction.
  static Expression trunc(Expression x) {
    var size = abs(x);
    var rounded = size.add(WHOLE).sub(WHOLE);
    var whole = size.lt(rounded).select(rounded.sub(1), rounded);
    return withSign(size.lt(constant(WHOLE)).select(whole, size), x);
  }
}

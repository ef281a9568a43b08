package dev.chainrule.scalar;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.SinglePrecision.*;

/// Exponential functions in single precision, built as [SinglePrecision] describes.
///
/// All rest on `exp(x) = 2ⁿ exp(r)` with `n = round(x / ln 2)` and a polynomial on `|r| ≤ ½ ln 2`.
/// Results below the smallest normal number are correctly subnormal.
///
/// **Source**: argument reduction after W. J. Cody and W. Waite, Software Manual for the Elementary
/// Functions, 1980, chapter 6; coefficients are our own.
final class SingleExponentials {
  private static final double LOG2_E = 1.44269504;

  /// ln 2 rounded to single precision, and the rest: `n · LN2_HIGH` is exact inside an `fma`.
  private static final double LN2_HIGH = 0.6931471824645996;

  private static final double LN2_LOW = -1.904654323148236e-9;

  /// Below this `exp` is 0, above the other it is infinite.
  private static final double LEAST = -104;

  private static final double LARGEST = 89;

  /// Below this `exp(x) − 1` rounds to −1.
  private static final double EXPM1_LEAST = -18;

  /// From here on `tanh` rounds to 1.
  private static final double TANH_LIMIT = 10;

  /// From here on `sigmoid` rounds to 1.
  private static final double SIGMOID_LIMIT = 18;

  /// Bits after the point where `tanh` rounds down to a whole number.
  private static final int FRACTION = 8;

  /// Makes a power of two negative when added to its exponent.
  private static final int SIGN = 256;

  /// Twice the exponent bias of a float: makes `n + 254` positive, so that it can be halved by a
  /// shift.
  private static final int TWICE_BIAS = 254;

  private SingleExponentials() {}

  /// `exp(x)`. What is 0 anyway, such as `exp(−∞)`, is not computed: processors take their time
  /// over results that underflow.
  static Expression exp(Expression x) {
    var nothing = x.lt(constant(LEAST));
    var within = nothing.select(constant(0), x.gt(LARGEST).select(constant(LARGEST), x));
    return nothing.select(constant(0), scaledExp(within, 0));
  }

  /// `2ˣ`.
  static Expression exp2(Expression x) {
    var within = clamp(x, -151, 129);
    double shift = TO_WHOLE + TWICE_BIAS;
    var shifted = within.add(shift);
    var r = within.sub(shifted.sub(shift));
    var q =
        polynomial(
            r,
            0.6931471824645996,
            0.24022647738456726,
            0.05550359934568405,
            0.009618505835533142,
            0.0013390806270763278,
            0.00015326461289077997);
    return scale(q.fma(r, 1), bits(shifted));
  }

  /// `exp(x) − 1`, and `x` itself where that is tiny.
  static Expression expm1(Expression x) {
    var y = halfExpm1(clamp(x, EXPM1_LEAST, LARGEST)).mul(2);
    return abs(x).lt(constant(0x1p-25)).select(x, y);
  }

  /// `tanh(x) = ±p / q` with `p = (2ⁿ − 1) + (2ⁿ + 1) t` and `q = (2ⁿ + 1) + (2ⁿ − 1) t`, where
  /// `|x| = n ½ ln 2 + r` and `t = tanh(r)`.
  ///
  /// `q` is computed as `p + (2 − 2 t)`, so that its error is nearly that of `p` where the quotient
  /// is nearly 1. Of steps `n` the first one is longer, since where `n` is 0 both are exact but for
  /// `t`.
  static Expression tanh(Expression x) {
    var size = abs(x);
    var within = size.gt(TANH_LIMIT).select(constant(TANH_LIMIT), size);
    double shift = TO_WHOLE / (1 << FRACTION) + 127;
    var whole = and(bits(within.fma(2 * LOG2_E, shift + 0.25)), -1 << FRACTION);
    var r = fromBits(whole).sub(shift).fma(constant(-LN2_HIGH / 2), within);
    var q = polynomial(r.mul(r), -0.3333324193954468, 0.1332433670759201, -0.05144227668642998);
    var t = q.fma(r.mul(r).mul(r), r);
    var power = fromBits(shiftLeft(whole, 23 - FRACTION));
    var numerator = power.add(1).fma(t, power.sub(1));
    return withSign(numerator.div(numerator.add(t.fma(-2, 2))), x);
  }

  /// `½ (exp(x) − 1) = 2ⁿ⁻¹ (exp(r) − 1) + (2ⁿ⁻¹ − ½)`.
  static Expression halfExpm1(Expression x) {
    double shift = TO_WHOLE + 126;
    var shifted = x.fma(LOG2_E, shift);
    var r = reduced(x, shifted.sub(shift));
    var q =
        polynomial(
            r,
            0.4999999701976776,
            0.1666654646396637,
            0.04166743531823158,
            0.00836626160889864,
            0.0013870660914108157);
    var half = fromBits(shiftLeft(bits(shifted), 23));
    return q.fma(r.mul(r), r).fma(half, half.sub(0.5));
  }

  /// `1 / (1 + exp(−x))`, both sides of the fraction times `2⁻²⁴`, so that `2ⁿ` is finite wherever
  /// the result is not 0: `x = r − n ln 2` and `exp(−x) = 2ⁿ − 2ⁿ (1 − exp(−r))`.
  static Expression sigmoid(Expression x) {
    var within = clamp(x, LEAST, SIGMOID_LIMIT);
    double shift = TO_WHOLE + SIGN + 127 - 24;
    var shifted = within.fma(-LOG2_E, shift);
    var n = shifted.sub(shift);
    var r = n.fma(constant(LN2_LOW), n.fma(constant(LN2_HIGH), within));
    var q =
        polynomial(
            r,
            -0.4999999403953552,
            0.166665181517601,
            -0.04166829213500023,
            0.008369086310267448,
            -0.0013819537125527859);
    var minusPower = fromBits(shiftLeft(bits(shifted), 23));
    var divisor = q.fma(r.mul(r), r).fma(minusPower, 0x1p-24).sub(minusPower);
    return constant(0x1p-24).div(divisor);
  }

  /// `ln(1 + exp(x)) = max(x, 0) + ln(1 + e)` with `e = exp(−|x|)`.
  static Expression softplus(Expression x) {
    var e = expOfMinusSize(x);
    var q =
        polynomial(
            e,
            -0.4999993145465851,
            0.33330464363098145,
            -0.24958018958568573,
            0.19692102074623108,
            -0.15344880521297455,
            0.10661128163337708,
            -0.05745723098516464,
            0.020086241886019707,
            -0.003290468594059348);
    return x.gt(0).select(x, constant(0)).add(q.mul(e).fma(e, e));
  }

  /// `ln(exp(a) + exp(b)) = max(a, b) + ln(1 + exp(−|a − b|))`; equal infinities differ by 0.
  static Expression logAddExp(Expression a, Expression b) {
    var larger = a.lt(b).select(b, a);
    var distance = a.eq(b).select(constant(0), abs(a.sub(b)));
    return larger.add(softplus(distance.neg()));
  }

  /// `cosh(x) = h + ¼/h` with `h = ½ exp(|x|)`.
  static Expression cosh(Expression x) {
    var h = halfExpOfSize(x);
    return h.add(constant(0.25).div(h));
  }

  /// `sinh(x) = ±(h − ¼/h)` with `h = ½ exp(|x|)`; for |x| < 1 an odd polynomial.
  static Expression sinh(Expression x) {
    var h = halfExpOfSize(x);
    var large = withSign(h.sub(constant(0.25).div(h)), x);
    var z = x.mul(x);
    var q =
        polynomial(
            z,
            0.1666666716337204,
            0.00833331048488617,
            0.00019842895562760532,
            2.7822131869470468e-6);
    return abs(x).lt(constant(1)).select(q.mul(z).fma(x, x), large);
  }

  /// `exp(−|x|)`: `2ⁿ⁺²⁴` is normal for all n from −150 to 0, and the result is rounded once.
  private static Expression expOfMinusSize(Expression x) {
    var minusSize = minusAbs(x);
    var within = minusSize.lt(constant(LEAST)).select(constant(LEAST), minusSize);
    double shift = TO_WHOLE + 127 + 24;
    var shifted = within.fma(LOG2_E, shift);
    var power = fromBits(shiftLeft(bits(shifted), 23));
    return expOfReduced(reduced(within, shifted.sub(shift))).mul(power).mul(0x1p-24);
  }

  private static Expression halfExpOfSize(Expression x) {
    var size = abs(x);
    return scaledExp(size.gt(LARGEST + 1).select(constant(LARGEST + 1), size), -1);
  }

  /// `2ᵉ exp(x)` for x from −104 to 90 and a whole number e from −1 to 0.
  private static Expression scaledExp(Expression x, int e) {
    double shift = TO_WHOLE + TWICE_BIAS + e;
    var shifted = x.fma(LOG2_E, shift);
    return scale(expOfReduced(reduced(x, shifted.sub(shift))), bits(shifted));
  }

  private static Expression expOfReduced(Expression r) {
    return polynomial(
        r,
        1,
        1,
        0.4999999403953552,
        0.1666652113199234,
        0.04166826605796814,
        0.008368683978915215,
        0.001382095506414771);
  }

  /// `x − n ln 2`.
  private static Expression reduced(Expression x, Expression n) {
    return n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), x));
  }

  /// `p · 2ⁿ` in two factors: neither overflows, and a subnormal result is rounded once.
  ///
  /// The lowest bits of `shifted` hold `n + 254`.
  private static Expression scale(Expression p, Expression shifted) {
    var half = shiftRight(shifted, 1);
    var first = fromBits(shiftLeft(half, 23));
    var second = fromBits(shiftLeft(minus(shifted, half), 23));
    return p.mul(first).mul(second);
  }
}

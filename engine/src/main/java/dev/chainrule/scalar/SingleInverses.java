package dev.chainrule.scalar;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.SinglePrecision.*;

/// The error function and the inverse circular functions in single precision, built as
/// [SinglePrecision] describes.
///
/// **Source**: reductions of the inverse circular functions after W. J. Cody and W. Waite, Software
/// Manual for the Elementary Functions, 1980, chapters 9 and 11; coefficients are our own.
final class SingleInverses {
  /// From here on `erf` rounds to 1.
  private static final double ERF_LIMIT = 3.9193;

  /// Up to here `asin` is a polynomial of its argument; beyond, `2 asin(…)` is below 1, and so are
  /// its errors in the last place small.
  private static final double ASIN_BEND = 0.5625;

  /// π/2 rounded to single precision, and the rest.
  private static final double HALF_PI = 1.5707963705062866;

  private static final double HALF_PI_LOW = -4.371138828673793e-8;

  private SingleInverses() {}

  /// `erf(x)` by an odd polynomial up to 1, and `1 − exp(−P(|x|))` beyond.
  static Expression erf(Expression x) {
    var size = abs(x);
    var z = x.mul(x);
    var small =
        polynomial(
                z,
                0.12837916612625122,
                -0.3761262595653534,
                0.11283513903617859,
                -0.02684761956334114,
                0.005170318763703108,
                -0.0007802259642630816,
                7.026456296443939e-5)
            .fma(x, x);
    var within = size.gt(ERF_LIMIT).select(constant(ERF_LIMIT), size);
    var minusP =
        polynomial(
            within,
            -0.0027688080444931984,
            -1.1170828342437744,
            -0.6549972295761108,
            -0.08828078955411911,
            0.014658944681286812,
            -0.0011348736006766558);
    var large = SingleExponentials.halfExpm1(minusP).mul(-2);
    return size.lt(constant(1)).select(small, withSign(large, x));
  }

  /// `atan(x)` by an odd polynomial up to 1 and `π/2 − atan(1/x)` beyond.
  static Expression atan(Expression x) {
    var size = abs(x);
    var large = size.gt(1);
    var t = large.select(constant(-1).div(size), size);
    var z = t.mul(t);
    var q =
        polynomial(
            z,
            -0.33333298563957214,
            0.1999852955341339,
            -0.1426401436328888,
            0.10950860381126404,
            -0.08399202674627304,
            0.057878728955984116,
            -0.03109334595501423,
            0.01086614839732647,
            -0.0017821125220507383);
    var y = q.fma(z.mul(t), t);
    return withSign(large.select(y.add(HALF_PI_LOW).add(HALF_PI), y), x);
  }

  /// `asin(x)` by an odd polynomial up to 0.5625 and `π/2 − 2 asin(√((1 − x)/2))` beyond.
  static Expression asin(Expression x) {
    var size = abs(x);
    var large = size.gt(ASIN_BEND);
    var y = asinOfReduced(size, large);
    return withSign(large.select(y.fma(-2, HALF_PI_LOW).add(HALF_PI), y), x);
  }

  /// `acos(x)`: `π/2 − asin(x)` for |x| ≤ 0.5625, else `2 asin(√((1 − |x|)/2))` or π less that.
  static Expression acos(Expression x) {
    var size = abs(x);
    var large = size.gt(ASIN_BEND);
    var y = asinOfReduced(size, large);
    var twice = y.add(y);
    var fromPi = constant(2 * HALF_PI).sub(twice.sub(2 * HALF_PI_LOW));
    var beyond = x.lt(constant(0)).select(fromPi, twice);
    var within = constant(HALF_PI).sub(withSign(y, x).sub(HALF_PI_LOW));
    return large.select(beyond, within);
  }

  /// `asin` of a size up to 0.5625, or of `√((1 − size)/2)` where the size is large.
  private static Expression asinOfReduced(Expression size, Expression large) {
    var halved = size.fma(-0.5, 0.5);
    var z = large.select(halved, size.mul(size));
    var t = large.select(halved.sqrt(), size);
    var q =
        polynomial(
            z,
            0.16666631400585175,
            0.07502097636461258,
            0.04423220083117485,
            0.034010689705610275,
            0.006742876023054123,
            0.04748348146677017);
    return q.fma(z.mul(t), t);
  }
}

package dev.chainrule.scalar;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.SinglePrecision.*;

/// The error function and the inverse circular functions in single precision, built as
/// [SinglePrecision] describes.
///
/// **Source**: reductions of the inverse circular functions after W. J. Cody and W. Waite, Software
/// Manual for the Elementary Functions, 1980, chapters 9 and 11; coefficients are our own.
final class SingleInverses {
  /// The square of 3.93, from where on `erf` rounds to 1.
  private static final double ERF_LIMIT = 15.4449;

  /// π/2 rounded to single precision, and the rest.
  private static final double HALF_PI = 1.5707963705062866;

  private static final double HALF_PI_LOW = -4.371138828673793e-8;

  private SingleInverses() {}

  /// `erf(x) = x P(x²) / Q(x²)` within ±3.93, at most 1 in size.
  ///
  /// The constant terms are floats whose quotient is `2/√π` to 1e-14. Beyond the limit the quotient
  /// is that of the limit, and the product exceeds 1.
  static Expression erf(Expression x) {
    var square = x.mul(x);
    var z = square.gt(ERF_LIMIT).select(constant(ERF_LIMIT), square);
    var p =
        polynomial(
            z,
            0.720791220664978,
            0.12152692675590515,
            0.03367597982287407,
            0.0023993838112801313,
            0.00018154899589717388,
            1.306537456002843e-6);
    var q =
        polynomial(
            z,
            0.6387845873832703,
            0.3206283748149872,
            0.07284384220838547,
            0.009550459682941437,
            0.0007405879441648722,
            2.427850449748803e-5);
    return clamp(x.mul(p.div(q)), -1, 1);
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

  /// `asin(x)` by an odd polynomial up to ½ and `π/2 − 2 asin(√((1 − x)/2))` beyond.
  static Expression asin(Expression x) {
    var size = abs(x);
    var large = size.gt(0.5);
    var y = asinOfReduced(size, large);
    return withSign(large.select(y.fma(-2, HALF_PI_LOW).add(HALF_PI), y), x);
  }

  /// `acos(x)`: `π/2 − asin(x)` for |x| ≤ ½, else `2 asin(√((1 − |x|)/2))` or π less that.
  static Expression acos(Expression x) {
    var size = abs(x);
    var large = size.gt(0.5);
    var y = asinOfReduced(size, large);
    var twice = y.add(y);
    var fromPi = constant(2 * HALF_PI).sub(twice.sub(2 * HALF_PI_LOW));
    var beyond = x.lt(constant(0)).select(fromPi, twice);
    var within = constant(HALF_PI).sub(withSign(y, x).sub(HALF_PI_LOW));
    return large.select(beyond, within);
  }

  /// `asin` of a size up to ½, or of `√((1 − size)/2)` where the size is large.
  private static Expression asinOfReduced(Expression size, Expression large) {
    var halved = size.fma(-0.5, 0.5);
    var z = large.select(halved, size.mul(size));
    var t = large.select(halved.sqrt(), size);
    var q =
        polynomial(
            z,
            0.16666752099990845,
            0.074953094124794,
            0.04546915367245674,
            0.024184739217162132,
            0.042158402502536774);
    return q.fma(z.mul(t), t);
  }
}

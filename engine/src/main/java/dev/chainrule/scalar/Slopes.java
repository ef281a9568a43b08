package dev.chainrule.scalar;

import static dev.chainrule.scalar.Expression.apply;
import static dev.chainrule.scalar.Expression.constant;

/// Derivatives of the functions in [Primitive] that do not fit on a line.
///
/// `x` are the arguments, `y` is the result, `g` the upstream.
final class Slopes {
  static final double LN_2 = 0.6931471805599453;
  static final double LN_10 = 2.302585092994046;
  static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
  static final double SQRT_TWO_PI = 2.5066282746310002;

  private Slopes() {}

  /// `1 − x²`, rounded once and so accurate near ±1.
  static Expression oneMinusSquare(Expression x) {
    return x.neg().fma(x, 1);
  }

  /// `x² − 1`, rounded once and so accurate near ±1.
  static Expression squareMinusOne(Expression x) {
    return x.fma(x, -1);
  }

  /// `part / (a² + b²)`, and 0 at the origin, which has no angle.
  static Expression ofAngle(Expression part, Expression[] x) {
    var square = x[0].mul(x[0]).add(x[1].mul(x[1]));
    return square.eq(constant(0)).select(constant(0), part.div(square));
  }

  static Expression floorDivide(Expression[] x) {
    return apply(Primitive.FLOOR_DIVIDE, x);
  }

  /// `factor · exp(scale · x²)`.
  static Expression gaussian(Expression x, double scale, double factor) {
    return x.mul(x).mul(scale).exp().mul(factor);
  }

  /// Of a maximum or minimum: nothing if the argument loses, half at a tie, else all.
  static Expression ofExtreme(Expression loses, Expression[] x, Expression g) {
    return loses.select(constant(0), x[0].eq(x[1]).select(g.mul(0.5), g));
  }

  /// `|x|` with another's sign: ±1, and 0 at 0.
  static Expression ofCopySign(Expression x, Expression y, Expression g) {
    return x.eq(constant(0)).select(constant(0), g.mul(y.div(x)));
  }

  /// `b aᵇ⁻¹`, and 0 for b = 0.
  static Expression ofBase(Expression[] x, Expression g) {
    var slope = g.mul(x[1].mul(x[0].pow(x[1].sub(1))));
    return x[1].eq(constant(0)).select(constant(0), slope);
  }

  /// `aᵇ ln a`, and 0 for a = 0 with b ≥ 0.
  static Expression ofExponent(Expression[] x, Expression y, Expression g) {
    var zero = x[0].eq(constant(0)).and(x[1].ge(0));
    return zero.select(constant(0), g.mul(y).mul(x[0].log()));
  }

  /// Of the factor `x` in `x ln z`: the logarithm, and 0 where `x` is 0 and `z` is not positive.
  static Expression ofFactorOfLog(Expression x, Expression z, Expression g, Expression log) {
    var zero = x.eq(constant(0)).and(z.le(constant(0)));
    return zero.select(constant(0), g.mul(log));
  }

  /// `1 / (x (1 − x))`, NaN outside 0..1.
  static Expression ofLogit(Expression x, Expression g) {
    var inside = x.ge(0).and(x.le(constant(1)));
    return inside.select(g.div(x.mul(constant(1).sub(x))), constant(Double.NaN));
  }

  /// `sinc″ = −π² sinc − 2 sinc′ / x`, and −π²/3 at 0.
  static Expression ofSincSlope(Expression x, Expression y, Expression g) {
    double square = Math.PI * Math.PI;
    var safe = nonZero(x);
    var slope = apply(Primitive.SINC, x).mul(-square).sub(y.add(y).div(safe));
    return x.eq(constant(0)).select(g.mul(-square / 3), g.mul(slope));
  }

  /// `√(2/π) / erfcx(−x/√2)`: the density divided by the distribution, without underflow.
  static Expression ofLogNdtr(Expression x, Expression g) {
    var scaled = apply(Primitive.ERFCX, x.mul(-0.7071067811865476));
    return g.mul(constant(2 / SQRT_TWO_PI).div(scaled));
  }

  static Expression polygamma(Expression order, Expression x) {
    return apply(Primitive.POLYGAMMA, order, x);
  }

  /// `I₁′ = I₀ − I₁/x`, and ½ at 0.
  static Expression ofI1(Expression x, Expression y, Expression g) {
    var slope = apply(Primitive.I0, x).sub(y.div(nonZero(x)));
    return x.eq(constant(0)).select(g.mul(0.5), g.mul(slope));
  }

  /// The derivative of `exp(−|x|) I₀(x)`.
  static Expression ofI0e(Expression x, Expression y) {
    return apply(Primitive.I1E, x).sub(x.sign().mul(y));
  }

  /// The derivative of `exp(−|x|) I₁(x)`, and ½ at 0.
  static Expression ofI1e(Expression x, Expression y, Expression g) {
    var inverse = constant(1).div(nonZero(x));
    var slope = apply(Primitive.I0E, x).sub(y.mul(x.sign().add(inverse)));
    return x.eq(constant(0)).select(g.mul(0.5), g.mul(slope));
  }

  /// `x`, and 1 in place of 0, so that a quotient not chosen is no NaN in its own derivative.
  private static Expression nonZero(Expression x) {
    return x.eq(constant(0)).select(constant(1), x);
  }
}

package dev.chainrule.scalar;

import static dev.chainrule.scalar.Expression.apply;
import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Rule.binary;
import static dev.chainrule.scalar.Rule.infix;
import static dev.chainrule.scalar.Rule.none;
import static dev.chainrule.scalar.Rule.prefix;
import static dev.chainrule.scalar.Rule.ternary;
import static dev.chainrule.scalar.Rule.unary;
import static dev.chainrule.scalar.Rule.whole;

import java.util.List;
import java.util.Optional;

/// The functions that expressions are made of, each with its value and its derivatives.
///
/// A constant declares, in this order: its text, its value in double precision, how it is computed
/// in single precision if that is not a machine instruction (an *expansion* into simpler functions
/// that round exactly, so that scalar and vector code give the same bits), and one derivative term
/// for each argument: `(x, y, g) -> g · ∂y/∂xᵢ` from the arguments `x`, the result `y` and the
/// upstream `g`. A function without terms is constant almost everywhere: its derivative is zero.
///
/// In double precision a function that is no machine instruction is computed by its value here,
/// which is built on [StrictMath] and therefore the same on every machine; in single precision a
/// function that has neither instruction nor expansion is that value, rounded.
///
/// **Source**: derivatives from the NIST Digital Library of Mathematical Functions; at kinks, poles
/// and ties they follow PyTorch 2.13.
public enum Primitive {
  // Arithmetic
  ADD(infix("+", 4, (a, b) -> a + b).terms((x, y, g) -> g, (x, y, g) -> g)),
  SUB(infix("-", 4, (a, b) -> a - b).terms((x, y, g) -> g, (x, y, g) -> g.neg())),
  MUL(infix("*", 5, (a, b) -> a * b).terms((x, y, g) -> g.mul(x[1]), (x, y, g) -> g.mul(x[0]))),
  DIV(
      infix("/", 5, (a, b) -> a / b)
          .terms((x, y, g) -> g.div(x[1]), (x, y, g) -> g.mul(y).div(x[1]).neg())),
  NEG(prefix("-", 6, a -> -a).terms((x, y, g) -> g.neg())),
  FMA(
      ternary("fma", Math::fma)
          .terms((x, y, g) -> g.mul(x[1]), (x, y, g) -> g.mul(x[0]), (x, y, g) -> g)),
  SQRT(unary("sqrt", Math::sqrt).terms((x, y, g) -> g.div(y.add(y)))),

  /// The larger argument; NaN if one is; a tie shares the gradient evenly.
  MAX(
      binary("max", Math::max)
          .whole(Math::max)
          .terms(
              (x, y, g) -> Slopes.ofExtreme(x[0].lt(x[1]), x, g),
              (x, y, g) -> Slopes.ofExtreme(x[1].lt(x[0]), x, g))),

  /// The smaller argument; NaN if one is; a tie shares the gradient evenly.
  MIN(
      binary("min", Math::min)
          .whole(Math::min)
          .terms(
              (x, y, g) -> Slopes.ofExtreme(x[1].lt(x[0]), x, g),
              (x, y, g) -> Slopes.ofExtreme(x[0].lt(x[1]), x, g))),

  // Truths: 1 for true, 0 for false where a number is asked for
  LT(infix("<", 3, (a, b) -> truth(a < b)).truth()),
  LE(infix("<=", 3, (a, b) -> truth(a <= b)).truth()),
  EQ(infix("==", 3, (a, b) -> truth(a == b)).truth()),
  AND(infix("and", 2, (a, b) -> truth(a != 0 && b != 0)).truth()),
  OR(infix("or", 1, (a, b) -> truth(a != 0 || b != 0)).truth()),
  NOT(unary("not", a -> truth(a == 0)).truth()),
  SELECT(
      ternary("where", (a, b, c) -> a != 0 ? b : c)
          .terms(
              none(),
              (x, y, g) -> x[0].select(g, constant(0)),
              (x, y, g) -> x[0].select(constant(0), g))),

  // Bits of single-precision numbers, for expansions only
  BITS(unary("bits", a -> Float.floatToRawIntBits((float) a)).bits()),
  FROM_BITS(unary("fromBits", a -> Float.intBitsToFloat((int) a))),
  BITS_ADD(binary("bitsAdd", (a, b) -> (int) a + (int) b).bits()),
  BITS_SUB(binary("bitsSub", (a, b) -> (int) a - (int) b).bits()),
  BITS_AND(binary("bitsAnd", (a, b) -> (int) a & (int) b).bits()),
  BITS_OR(binary("bitsOr", (a, b) -> (int) a | (int) b).bits()),
  BITS_SHIFT_LEFT(binary("shiftLeft", (a, b) -> (int) a << (int) b).bits()),
  BITS_SHIFT_RIGHT(binary("shiftRight", (a, b) -> (int) a >> (int) b).bits()),

  // Signs, rounding to whole numbers, remainders
  ABS(unary("abs", Math::abs).whole((a, b) -> Math.abs(a)).terms((x, y, g) -> g.mul(x[0].sign()))),
  SIGN(
      unary("sign", PowerFunctions::sign)
          .single(SinglePrecision::sign)
          .whole((a, b) -> Long.signum(a))),
  COPYSIGN(
      binary("copysign", Math::copySign)
          .single2(SinglePrecision::copySign)
          .terms((x, y, g) -> Slopes.ofCopySign(x[0], y, g), none())),
  FLOOR(unary("floor", Math::floor).single(SinglePrecision::floor).whole((a, b) -> a)),
  CEIL(unary("ceil", Math::ceil).single(SinglePrecision::ceil).whole((a, b) -> a)),
  RINT(unary("round", Math::rint).single(SinglePrecision::rint).whole((a, b) -> a)),
  TRUNC(unary("trunc", PowerFunctions::trunc).single(SinglePrecision::trunc).whole((a, b) -> a)),

  /// The remainder with the sign of the dividend, as in C and Java.
  FMOD(
      binary("fmod", (a, b) -> a % b)
          .whole(WholeNumbers::fmod)
          .terms((x, y, g) -> g, (x, y, g) -> g.mul(apply(TRUNC, x[0].div(x[1]))).neg())),

  /// The remainder with the sign of the divisor, as in Python.
  REMAINDER(
      binary("remainder", PowerFunctions::remainder)
          .whole(WholeNumbers::remainder)
          .terms((x, y, g) -> g, (x, y, g) -> g.mul(Slopes.floorDivide(x)).neg())),

  /// The quotient that belongs to [#REMAINDER], a whole number.
  FLOOR_DIVIDE(
      binary("floorDivide", PowerFunctions::floorDivide).whole(WholeNumbers::floorQuotient)),

  /// The quotient that belongs to [#FMOD], a whole number.
  TRUNC_DIVIDE(
      binary("truncDivide", (a, b) -> PowerFunctions.trunc(a / b))
          .single2((a, b) -> SinglePrecision.trunc(a.div(b)))
          .whole(WholeNumbers::quotient)),

  // Whole numbers only
  GCD(whole("gcd", WholeNumbers::greatestCommonDivisor)),
  BITWISE_AND(whole("bitAnd", (a, b) -> a & b)),
  BITWISE_OR(whole("bitOr", (a, b) -> a | b)),
  BITWISE_XOR(whole("bitXor", (a, b) -> a ^ b)),
  BITWISE_LEFT_SHIFT(whole("leftShift", WholeNumbers::shiftLeft)),
  BITWISE_RIGHT_SHIFT(whole("rightShift", WholeNumbers::shiftRight)),

  // Powers
  POW(
      binary("pow", PowerFunctions::pow)
          .terms((x, y, g) -> Slopes.ofBase(x, g), (x, y, g) -> Slopes.ofExponent(x, y, g))),
  CBRT(unary("cbrt", StrictMath::cbrt).terms((x, y, g) -> g.div(y.mul(y).mul(3)))),
  HYPOT(
      binary("hypot", StrictMath::hypot)
          .terms((x, y, g) -> g.mul(x[0].div(y)), (x, y, g) -> g.mul(x[1].div(y)))),

  // Exponentials and logarithms
  EXP(unary("exp", StrictMath::exp).single(SingleExponentials::exp).terms((x, y, g) -> g.mul(y))),
  EXP2(
      unary("exp2", a -> StrictMath.pow(2, a))
          .single(SingleExponentials::exp2)
          .terms((x, y, g) -> g.mul(y).mul(Slopes.LN_2))),
  EXPM1(
      unary("expm1", StrictMath::expm1)
          .single(SingleExponentials::expm1)
          .terms((x, y, g) -> g.mul(y.add(1)))),
  LOG(unary("log", StrictMath::log).single(SingleLogarithms::log).terms((x, y, g) -> g.div(x[0]))),
  LOG2(
      unary("log2", ExponentialFunctions::log2)
          .single(SingleLogarithms::log2)
          .terms((x, y, g) -> g.div(x[0].mul(Slopes.LN_2)))),
  LOG10(
      unary("log10", StrictMath::log10)
          .single(SingleLogarithms::log10)
          .terms((x, y, g) -> g.div(x[0].mul(Slopes.LN_10)))),
  LOG1P(
      unary("log1p", StrictMath::log1p)
          .single(SingleLogarithms::log1p)
          .terms((x, y, g) -> g.div(x[0].add(1)))),
  SIGMOID(
      unary("sigmoid", ExponentialFunctions::sigmoid)
          .single(SingleExponentials::sigmoid)
          .terms((x, y, g) -> g.mul(y.mul(constant(1).sub(y))))),
  SOFTPLUS(
      unary("softplus", ExponentialFunctions::softplus)
          .single(SingleExponentials::softplus)
          .terms((x, y, g) -> g.mul(apply(SIGMOID, x[0])))),
  LOGADDEXP(
      binary("logaddexp", ExponentialFunctions::logAddExp)
          .single2(SingleExponentials::logAddExp)
          .terms(
              (x, y, g) -> g.mul(apply(SIGMOID, x[0].sub(x[1]))),
              (x, y, g) -> g.mul(apply(SIGMOID, x[1].sub(x[0]))))),
  XLOGY(
      binary("xlogy", ExponentialFunctions::xlogy)
          .terms(
              (x, y, g) -> Slopes.ofFactorOfLog(x[0], x[1], g, x[1].log()),
              (x, y, g) -> g.mul(x[0]).div(x[1]))),
  XLOG1PY(
      binary("xlog1py", ExponentialFunctions::xlog1py)
          .terms(
              (x, y, g) -> Slopes.ofFactorOfLog(x[0], x[1].add(1), g, x[1].log1p()),
              (x, y, g) -> g.mul(x[0]).div(x[1].add(1)))),
  ENTROPY(
      unary("entropy", ExponentialFunctions::entropy)
          .terms((x, y, g) -> g.mul(x[0].log().add(1)).neg())),
  LOGIT(unary("logit", ExponentialFunctions::logit).terms((x, y, g) -> Slopes.ofLogit(x[0], g))),

  // Circular and hyperbolic functions
  SIN(unary("sin", StrictMath::sin).terms((x, y, g) -> g.mul(x[0].cos()))),
  COS(unary("cos", StrictMath::cos).terms((x, y, g) -> g.mul(apply(SIN, x[0])).neg())),
  TAN(unary("tan", StrictMath::tan).terms((x, y, g) -> g.mul(y.mul(y).add(1)))),
  ASIN(
      unary("asin", StrictMath::asin)
          .single(SingleInverses::asin)
          .terms((x, y, g) -> g.div(Slopes.oneMinusSquare(x[0]).sqrt()))),
  ACOS(
      unary("acos", StrictMath::acos)
          .single(SingleInverses::acos)
          .terms((x, y, g) -> g.div(Slopes.oneMinusSquare(x[0]).sqrt()).neg())),
  ATAN(
      unary("atan", StrictMath::atan)
          .single(SingleInverses::atan)
          .terms((x, y, g) -> g.div(x[0].mul(x[0]).add(1)))),
  ATAN2(
      binary("atan2", StrictMath::atan2)
          .terms(
              (x, y, g) -> Slopes.ofAngle(g.mul(x[1]), x),
              (x, y, g) -> Slopes.ofAngle(g.mul(x[0]).neg(), x))),
  SINH(
      unary("sinh", StrictMath::sinh)
          .single(SingleExponentials::sinh)
          .terms((x, y, g) -> g.mul(x[0].cosh()))),
  COSH(
      unary("cosh", StrictMath::cosh)
          .single(SingleExponentials::cosh)
          .terms((x, y, g) -> g.mul(apply(SINH, x[0])))),
  TANH(
      unary("tanh", StrictMath::tanh)
          .single(SingleExponentials::tanh)
          .terms((x, y, g) -> g.mul(constant(1).sub(y.mul(y))))),
  ASINH(
      unary("asinh", HyperbolicFunctions::asinh)
          .terms((x, y, g) -> g.div(x[0].mul(x[0]).add(1).sqrt()))),
  ACOSH(
      unary("acosh", HyperbolicFunctions::acosh)
          .terms((x, y, g) -> g.div(Slopes.squareMinusOne(x[0]).sqrt()))),
  ATANH(
      unary("atanh", HyperbolicFunctions::atanh)
          .terms((x, y, g) -> g.div(Slopes.oneMinusSquare(x[0])))),

  /// The derivative of [#SINC], without cancellation near 0.
  SINC_SLOPE(
      unary("sincSlope", CircularFunctions::sincSlope)
          .terms((x, y, g) -> Slopes.ofSincSlope(x[0], y, g))),

  /// `sin(πx) / (πx)`, and 1 at 0.
  SINC(unary("sinc", CircularFunctions::sinc).terms((x, y, g) -> g.mul(apply(SINC_SLOPE, x[0])))),

  // Error functions and the normal distribution
  ERF(
      unary("erf", ErrorFunctions::erf)
          .single(SingleInverses::erf)
          .terms((x, y, g) -> g.mul(Slopes.gaussian(x[0], -1, Slopes.TWO_OVER_SQRT_PI)))),
  ERFC(
      unary("erfc", ErrorFunctions::erfc)
          .terms((x, y, g) -> g.mul(Slopes.gaussian(x[0], -1, -Slopes.TWO_OVER_SQRT_PI)))),
  ERFCX(
      unary("erfcx", ErrorFunctions::erfcx)
          .terms((x, y, g) -> g.mul(x[0].mul(y).mul(2).sub(Slopes.TWO_OVER_SQRT_PI)))),
  ERFINV(
      unary("erfinv", ErrorFunctions::erfinv)
          .terms((x, y, g) -> g.mul(Slopes.gaussian(y, 1, 1 / Slopes.TWO_OVER_SQRT_PI)))),
  NDTR(
      unary("ndtr", ErrorFunctions::ndtr)
          .terms((x, y, g) -> g.mul(Slopes.gaussian(x[0], -0.5, 1 / Slopes.SQRT_TWO_PI)))),
  NDTRI(
      unary("ndtri", ErrorFunctions::ndtri)
          .terms((x, y, g) -> g.mul(Slopes.gaussian(y, 0.5, Slopes.SQRT_TWO_PI)))),
  LOG_NDTR(unary("logNdtr", ErrorFunctions::logNdtr).terms((x, y, g) -> Slopes.ofLogNdtr(x[0], g))),

  // Gamma functions
  DIGAMMA(
      unary("digamma", GammaFunctions::digamma)
          .terms((x, y, g) -> g.mul(Slopes.polygamma(constant(1), x[0])))),
  LGAMMA(unary("lgamma", GammaFunctions::lgamma).terms((x, y, g) -> g.mul(apply(DIGAMMA, x[0])))),

  /// The derivative of digamma whose order is the first argument.
  POLYGAMMA(
      binary("polygamma", (n, a) -> GammaFunctions.polygamma((int) n, a))
          .terms(none(), (x, y, g) -> g.mul(Slopes.polygamma(x[0].add(1), x[1])))),

  // Modified Bessel functions
  I1(unary("i1", BesselFunctions::i1).terms((x, y, g) -> Slopes.ofI1(x[0], y, g))),
  I0(unary("i0", BesselFunctions::i0).terms((x, y, g) -> g.mul(apply(I1, x[0])))),
  I0E(unary("i0e", BesselFunctions::i0e).terms((x, y, g) -> g.mul(Slopes.ofI0e(x[0], y)))),
  I1E(unary("i1e", BesselFunctions::i1e).terms((x, y, g) -> Slopes.ofI1e(x[0], y, g)));

  /// How tightly text binds that needs no parentheses.
  static final int ATOM = Rule.ATOM;

  /// How tightly a leading minus binds.
  static final int SIGN_BINDING = 6;

  /// What a function returns.
  public enum Result {
    NUMBER,
    TRUTH,
    BITS
  }

  private final Rule rule;

  Primitive(Rule rule) {
    this.rule = rule;
  }

  /// Returns the number of arguments, from 1 to 3.
  public int arity() {
    return rule.arity;
  }

  /// Returns whether the result is a number, a truth or bits.
  public Result result() {
    return rule.result;
  }

  /// Returns the function's name or sign in formulas.
  public String symbol() {
    return rule.symbol;
  }

  int binding() {
    return rule.binding;
  }

  /// Returns the value in double precision; arguments beyond the arity are ignored.
  public double evaluate(double a, double b, double c) {
    return rule.value.of(a, b, c);
  }

  /// Returns whether the function has a value of its own for whole numbers.
  public boolean isWhole() {
    return rule.whole != null;
  }

  /// Returns the value for whole numbers; an argument beyond the arity is ignored.
  public long evaluate(long a, long b) {
    var value = rule.whole;
    if (value == null) {
      throw new IllegalStateException(this + ": has no value for whole numbers");
    }
    return value.applyAsLong(a, b);
  }

  /// Returns the expansion for single precision, or empty if there is none.
  public Optional<Expression> single(Expression... arguments) {
    return Optional.ofNullable(rule.expansion).map(expansion -> expansion.of(arguments));
  }

  /// Returns `upstream · ∂y/∂xᵢ`, or empty if it is zero everywhere.
  Optional<Expression> partial(int i, List<Expression> x, Expression y, Expression upstream) {
    if (rule.terms.length == 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(rule.terms[i].of(x.toArray(Expression[]::new), y, upstream));
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }
}

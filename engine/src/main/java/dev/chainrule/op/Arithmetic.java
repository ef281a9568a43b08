package dev.chainrule.op;

import static dev.chainrule.op.Declaration.floats;
import static dev.chainrule.op.Declaration.numbers;
import static dev.chainrule.scalar.Expression.apply;
import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.PowerFunctions;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// Sums, products, quotients, powers and roots.
public final class Arithmetic {
  private static final Expression X = input(0);

  public static final Elementwise ADD =
      numbers("add", Primitive.ADD).summary("The sum.").reference((a, b) -> a + b);

  public static final Elementwise SUB =
      numbers("sub", Primitive.SUB).summary("The difference.").reference((a, b) -> a - b);

  public static final Elementwise MUL =
      numbers("mul", Primitive.MUL)
          .summary("The product, element by element.")
          .reference((a, b) -> a * b);

  public static final Elementwise DIV =
      floats("div", Primitive.DIV)
          .summary("The quotient; whole numbers give f32.")
          .ranges(-2, 2, 0.25, 3)
          .reference((a, b) -> a / b);

  public static final Elementwise NEG =
      numbers("neg", Primitive.NEG).summary("The negative.").reference(a -> -a);

  public static final Elementwise ABS =
      numbers("abs", Primitive.ABS)
          .summary("The absolute value; its derivative at 0 is 0.")
          .kinked()
          .reference(a -> Math.abs(a));

  public static final Elementwise SIGN =
      numbers("sign", Primitive.SIGN)
          .summary("1 for positive elements, −1 for negative ones, 0 for 0.")
          .kinked()
          .reference(a -> Math.signum(a));

  public static final Elementwise SQUARE =
      numbers("square", 1, X.mul(X)).summary("The square.").reference(a -> a * a);

  public static final Elementwise RECIPROCAL =
      floats("reciprocal", 1, constant(1).div(X))
          .summary("1 divided by every element.")
          .range(0.25, 3)
          .reference(a -> 1 / a);

  public static final Elementwise SQRT =
      floats("sqrt", Primitive.SQRT)
          .summary("The square root; its derivative at 0 is infinite.")
          .range(0.25, 3)
          .reference(Math::sqrt);

  public static final Elementwise RSQRT =
      floats("rsqrt", 1, constant(1).div(X.sqrt()))
          .summary("1 divided by the square root.")
          .range(0.25, 3)
          .reference(a -> 1 / Math.sqrt(a));

  public static final Elementwise CBRT =
      floats("cbrt", Primitive.CBRT)
          .summary("The cube root, also of negative numbers.")
          .range(0.25, 3)
          .reference(Math::cbrt);

  public static final Elementwise POW =
      floats("pow", Primitive.POW)
          .summary("The first to the power of the second; x⁰ is 1 with derivative 0.")
          .source(Declaration.IEEE + "9.2.1")
          .ranges(0.25, 3, -2, 2)
          .reference((a, b) -> a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b));

  public static final Elementwise HYPOT =
      floats("hypot", Primitive.HYPOT)
          .summary("√(a² + b²) without overflow.")
          .range(0.25, 3)
          .reference(Math::hypot);

  public static final Elementwise FMA =
      floats("fma", Primitive.FMA)
          .summary("a · b + c, rounded once.")
          .source(Declaration.IEEE + "5.4.1")
          .reference3(x -> Math.fma(x[0], x[1], x[2]));

  public static final Elementwise LERP =
      floats("lerp", 3, input(2).fma(input(1).sub(X), X))
          .summary("The point between the first two at the share of the third: a + c (b − a).")
          .reference3(x -> Math.fma(x[2], x[1] - x[0], x[0]));

  private Arithmetic() {}

  /// Returns the function `xᵖ`: a product, quotient or root for p = −1, ½, 1, 2 and 3.
  public static Elementwise pow(double exponent) {
    return floats("pow", 1, power(exponent))
        .summary("Every element to the power of a constant, here %s.".formatted(exponent))
        .source(Declaration.IEEE + "9.2.1")
        .range(0.25, 3)
        .reference(a -> PowerFunctions.pow(a, exponent));
  }

  private static Expression power(double exponent) {
    if (exponent == -1) {
      return constant(1).div(X);
    }
    if (exponent == 0.5) {
      return X.sqrt();
    }
    if (exponent == 1) {
      return X;
    }
    if (exponent == 2) {
      return X.mul(X);
    }
    return exponent == 3 ? X.mul(X).mul(X) : X.pow(constant(exponent));
  }

  /// Returns the function `bˣ`.
  public static Elementwise powerOf(double base) {
    return floats("powerOf", 1, apply(Primitive.POW, constant(base), X))
        .summary("A constant, here %s, to the power of every element.".formatted(base))
        .source(Declaration.IEEE + "9.2.1")
        .reference(a -> PowerFunctions.pow(base, a));
  }

  static List<Elementwise> all() {
    return List.of(
        ADD,
        SUB,
        MUL,
        DIV,
        NEG,
        ABS,
        SIGN,
        SQUARE,
        RECIPROCAL,
        SQRT,
        RSQRT,
        CBRT,
        POW,
        pow(2.5),
        pow(-1),
        pow(3),
        powerOf(2),
        HYPOT,
        FMA,
        LERP);
  }
}

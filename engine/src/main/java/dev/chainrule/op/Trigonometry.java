package dev.chainrule.op;

import static dev.chainrule.op.Declaration.DLMF;
import static dev.chainrule.op.Declaration.floats;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.scalar.CircularFunctions;
import dev.chainrule.scalar.HyperbolicFunctions;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// Circular and hyperbolic functions and their inverses; angles in radians.
public final class Trigonometry {
  public static final Elementwise SIN =
      floats("sin", Primitive.SIN).summary("The sine.").source(DLMF + 4).reference(Math::sin);

  public static final Elementwise COS =
      floats("cos", Primitive.COS).summary("The cosine.").source(DLMF + 4).reference(Math::cos);

  public static final Elementwise TAN =
      floats("tan", Primitive.TAN)
          .summary("The tangent.")
          .source(DLMF + 4)
          .range(-1, 1)
          .reference(Math::tan);

  public static final Elementwise ASIN =
      floats("asin", Primitive.ASIN)
          .summary("The angle from −π/2 to π/2 with the given sine.")
          .source(DLMF + 4)
          .range(-0.9, 0.9)
          .reference(Math::asin);

  public static final Elementwise ACOS =
      floats("acos", Primitive.ACOS)
          .summary("The angle from 0 to π with the given cosine.")
          .source(DLMF + 4)
          .range(-0.9, 0.9)
          .reference(Math::acos);

  public static final Elementwise ATAN =
      floats("atan", Primitive.ATAN)
          .summary("The angle from −π/2 to π/2 with the given tangent.")
          .source(DLMF + 4)
          .reference(Math::atan);

  public static final Elementwise ATAN2 =
      floats("atan2", Primitive.ATAN2)
          .summary("The angle from −π to π of the point with x = b, y = a.")
          .source("ISO/IEC 9899 (C), atan2")
          .ranges(0.5, 2, -2, 2)
          .reference(Math::atan2);

  public static final Elementwise SINH =
      floats("sinh", Primitive.SINH)
          .summary("The hyperbolic sine.")
          .source(DLMF + 4)
          .reference(Math::sinh);

  public static final Elementwise COSH =
      floats("cosh", Primitive.COSH)
          .summary("The hyperbolic cosine.")
          .source(DLMF + 4)
          .reference(Math::cosh);

  public static final Elementwise TANH =
      floats("tanh", Primitive.TANH)
          .summary("The hyperbolic tangent.")
          .source(DLMF + 4)
          .reference(Math::tanh);

  public static final Elementwise ASINH =
      floats("asinh", Primitive.ASINH)
          .summary("The inverse of the hyperbolic sine.")
          .source(DLMF + 4)
          .reference(HyperbolicFunctions::asinh);

  public static final Elementwise ACOSH =
      floats("acosh", Primitive.ACOSH)
          .summary("The inverse of the hyperbolic cosine; NaN below 1.")
          .source(DLMF + 4)
          .range(1.25, 3)
          .reference(HyperbolicFunctions::acosh);

  public static final Elementwise ATANH =
      floats("atanh", Primitive.ATANH)
          .summary("The inverse of the hyperbolic tangent; NaN outside −1..1.")
          .source(DLMF + 4)
          .range(-0.9, 0.9)
          .reference(HyperbolicFunctions::atanh);

  public static final Elementwise SINC =
      floats("sinc", Primitive.SINC)
          .summary("sin(πx) / (πx), and 1 at 0.")
          .source(Declaration.NUMPY)
          .reference(CircularFunctions::sinc);

  public static final Elementwise DEGREES_TO_RADIANS =
      floats("degreesToRadians", 1, input(0).mul(Math.PI / 180))
          .summary("An angle given in degrees, in radians.")
          .reference(a -> a * (Math.PI / 180));

  public static final Elementwise RADIANS_TO_DEGREES =
      floats("radiansToDegrees", 1, input(0).mul(180 / Math.PI))
          .summary("An angle given in radians, in degrees.")
          .reference(a -> a * (180 / Math.PI));

  private Trigonometry() {}

  static List<Elementwise> all() {
    return List.of(
        SIN,
        COS,
        TAN,
        ASIN,
        ACOS,
        ATAN,
        ATAN2,
        SINH,
        COSH,
        TANH,
        ASINH,
        ACOSH,
        ATANH,
        SINC,
        DEGREES_TO_RADIANS,
        RADIANS_TO_DEGREES);
  }
}

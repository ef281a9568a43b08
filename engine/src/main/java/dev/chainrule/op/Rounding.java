package dev.chainrule.op;

import static dev.chainrule.op.Declaration.floats;
import static dev.chainrule.op.Declaration.numbers;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.scalar.PowerFunctions;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// Rounding to whole numbers and division with remainder. Whole numbers divided by 0 give 0.
public final class Rounding {
  private static final String PYTHON = "Python language reference, section 6.7";

  public static final Elementwise FLOOR =
      numbers("floor", Primitive.FLOOR)
          .summary("The largest whole number that is not above the element.")
          .source(Declaration.IEEE + "5.9")
          .kinked()
          .reference(Math::floor);

  public static final Elementwise CEIL =
      numbers("ceil", Primitive.CEIL)
          .summary("The smallest whole number that is not below the element.")
          .source(Declaration.IEEE + "5.9")
          .kinked()
          .reference(Math::ceil);

  public static final Elementwise ROUND =
      numbers("round", Primitive.RINT)
          .summary("The nearest whole number, halves to the even one.")
          .source(Declaration.IEEE + "5.9")
          .kinked()
          .reference(Math::rint);

  public static final Elementwise TRUNC =
      numbers("trunc", Primitive.TRUNC)
          .summary("The element without its fraction.")
          .source(Declaration.IEEE + "5.9")
          .kinked()
          .reference(a -> a < 0 ? Math.ceil(a) : Math.floor(a));

  public static final Elementwise FRAC =
      floats("frac", 1, input(0).sub(input(0).trunc()))
          .summary("The fraction, with the sign of the element.")
          .kinked()
          .reference(a -> a - (a < 0 ? Math.ceil(a) : Math.floor(a)));

  public static final Elementwise FMOD =
      numbers("fmod", Primitive.FMOD)
          .summary("The remainder of a / b with the sign of a, as in C and Java.")
          .source("Java Language Specification, 15.17.3")
          .ranges(-2, 2, 3, 4)
          .reference((a, b) -> a % b);

  public static final Elementwise REMAINDER =
      numbers("remainder", Primitive.REMAINDER)
          .summary("The remainder of a / b with the sign of b, as in Python.")
          .source(PYTHON)
          .ranges(0.25, 2, 3, 4)
          .reference(Rounding::remainder);

  public static final Elementwise FLOOR_DIVIDE =
      numbers("floorDivide", Primitive.FLOOR_DIVIDE)
          .summary("The whole quotient that belongs to remainder: rounded down.")
          .source(PYTHON)
          .ranges(0.25, 2, 3, 4)
          .reference(PowerFunctions::floorDivide);

  public static final Elementwise TRUNC_DIVIDE =
      numbers("truncDivide", Primitive.TRUNC_DIVIDE)
          .summary("The quotient rounded towards 0.")
          .ranges(0.25, 2, 3, 4)
          .reference((a, b) -> a / b < 0 ? Math.ceil(a / b) : Math.floor(a / b));

  private Rounding() {}

  private static double remainder(double a, double b) {
    double r = Math.abs(a % b);
    if (r == 0 || Double.isNaN(r)) {
      return a % b;
    }
    double towardsZero = Math.copySign(r, b);
    return (a < 0) == (b < 0) ? towardsZero : Math.copySign(Math.abs(b) - r, b);
  }

  static List<Elementwise> all() {
    return List.of(FLOOR, CEIL, ROUND, TRUNC, FRAC, FMOD, REMAINDER, FLOOR_DIVIDE, TRUNC_DIVIDE);
  }
}

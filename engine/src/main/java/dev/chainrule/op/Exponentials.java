package dev.chainrule.op;

import static dev.chainrule.op.Declaration.DLMF;
import static dev.chainrule.op.Declaration.floats;
import static dev.chainrule.scalar.Expression.apply;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.scalar.ExponentialFunctions;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// Exponentials and logarithms.
public final class Exponentials {
  private static final double LN_2 = 0.6931471805599453;
  private static final Expression A = input(0);
  private static final Expression B = input(1);

  public static final Elementwise EXP =
      floats("exp", Primitive.EXP)
          .summary("e to the power of every element.")
          .source(DLMF + 4)
          .reference(Math::exp);

  public static final Elementwise EXP2 =
      floats("exp2", Primitive.EXP2)
          .summary("2 to the power of every element.")
          .source(DLMF + 4)
          .reference(a -> Math.pow(2, a));

  public static final Elementwise EXPM1 =
      floats("expm1", Primitive.EXPM1)
          .summary("exp(x) − 1, accurate near 0.")
          .source(DLMF + 4)
          .reference(Math::expm1);

  public static final Elementwise LOG =
      floats("log", Primitive.LOG)
          .summary("The natural logarithm.")
          .source(DLMF + 4)
          .range(0.25, 3)
          .reference(Math::log);

  public static final Elementwise LOG2 =
      floats("log2", Primitive.LOG2)
          .summary("The logarithm to base 2.")
          .source(DLMF + 4)
          .range(0.25, 3)
          .reference(a -> Math.log(a) / LN_2);

  public static final Elementwise LOG10 =
      floats("log10", Primitive.LOG10)
          .summary("The logarithm to base 10.")
          .source(DLMF + 4)
          .range(0.25, 3)
          .reference(Math::log10);

  public static final Elementwise LOG1P =
      floats("log1p", Primitive.LOG1P)
          .summary("ln(1 + x), accurate near 0.")
          .source(DLMF + 4)
          .range(-0.75, 2)
          .reference(Math::log1p);

  public static final Elementwise LOG_ADD_EXP =
      floats("logAddExp", Primitive.LOGADDEXP)
          .summary("ln(exp(a) + exp(b)) without overflow.")
          .source(Declaration.NUMPY)
          .reference(ExponentialFunctions::logAddExp);

  public static final Elementwise LOG_ADD_EXP_2 =
      floats("logAddExp2", 2, apply(Primitive.LOGADDEXP, A.mul(LN_2), B.mul(LN_2)).div(LN_2))
          .summary("log₂(2ᵃ + 2ᵇ) without overflow.")
          .source(Declaration.NUMPY)
          .reference(ExponentialFunctions::logAddExp2);

  public static final Elementwise XLOGY =
      floats("xlogy", Primitive.XLOGY)
          .summary("a ln b, and 0 where a is 0.")
          .source("SciPy reference, special functions")
          .ranges(-2, 2, 0.25, 3)
          .reference(ExponentialFunctions::xlogy);

  public static final Elementwise XLOG1PY =
      floats("xlog1py", Primitive.XLOG1PY)
          .summary("a ln(1 + b), and 0 where a is 0.")
          .source("SciPy reference, special functions")
          .ranges(-2, 2, -0.75, 2)
          .reference(ExponentialFunctions::xlog1py);

  public static final Elementwise ENTROPY =
      floats("entropy", Primitive.ENTROPY)
          .summary("−x ln x, 0 at 0 and −∞ for negative elements.")
          .source("C. E. Shannon, A mathematical theory of communication, 1948")
          .range(0.25, 3)
          .reference(ExponentialFunctions::entropy);

  public static final Elementwise LOGIT =
      floats("logit", Primitive.LOGIT)
          .summary("ln(p / (1 − p)), the inverse of sigmoid; NaN outside 0..1.")
          .source("J. Berkson, Application of the logistic function to bio-assay, 1944")
          .range(0.1, 0.9)
          .reference(ExponentialFunctions::logit);

  private Exponentials() {}

  static List<Elementwise> all() {
    return List.of(
        EXP,
        EXP2,
        EXPM1,
        LOG,
        LOG2,
        LOG10,
        LOG1P,
        LOG_ADD_EXP,
        LOG_ADD_EXP_2,
        XLOGY,
        XLOG1PY,
        ENTROPY,
        LOGIT);
  }
}

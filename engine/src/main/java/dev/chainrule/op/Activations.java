package dev.chainrule.op;

import static dev.chainrule.op.Declaration.floats;
import static dev.chainrule.op.Declaration.numbers;
import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.scalar.ErrorFunctions;
import dev.chainrule.scalar.ExponentialFunctions;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// The usual activation functions of neural networks.
///
/// Derivatives at kinks are PyTorch's: 0 for `relu` at 0 and for `relu6` and `hardTanh` at both
/// kinks, the negative side's slope for `leakyRelu`, `elu` and `prelu` at 0.
public final class Activations {
  private static final Expression X = input(0);
  private static final Expression ZERO = constant(0);

  /// The constants of [#SELU], with which means 0 and variances 1 reproduce themselves.
  private static final double SELU_ALPHA = 1.6732632423543772;

  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SQRT_HALF = 0.7071067811865476;
  private static final double SQRT_TWO_OVER_PI = 0.7978845608028654;
  private static final double GELU_CUBE = 0.044715;

  public static final Elementwise RELU =
      numbers("relu", 1, X.le(ZERO).select(ZERO, X))
          .summary("Every element if it is positive, else 0.")
          .source("Nair, Hinton: Rectified linear units improve Boltzmann machines, 2010")
          .kinked()
          .reference(a -> Math.max(a, 0));

  public static final Elementwise RELU6 =
      numbers("relu6", 1, between(0, 6))
          .summary("Every element within 0 and 6.")
          .source("Krizhevsky: Convolutional deep belief networks on CIFAR-10, 2010")
          .kinked()
          .reference(a -> Math.min(Math.max(a, 0), 6));

  public static final Elementwise SIGMOID =
      floats("sigmoid", Primitive.SIGMOID)
          .summary("1 / (1 + exp(−x)).")
          .source("P.-F. Verhulst, Notice sur la loi que la population suit, 1838")
          .reference(ExponentialFunctions::sigmoid);

  public static final Elementwise LOG_SIGMOID =
      floats("logSigmoid", 1, X.neg().softplus().neg())
          .summary("ln sigmoid(x) = −softplus(−x), without underflow.")
          .reference(a -> -ExponentialFunctions.softplus(-a));

  public static final Elementwise SOFTPLUS =
      floats("softplus", Primitive.SOFTPLUS)
          .summary("ln(1 + exp(x)), a smooth relu.")
          .source("Dugas et al.: Incorporating second-order functional knowledge, 2001")
          .reference(ExponentialFunctions::softplus);

  public static final Elementwise SOFTSIGN =
      floats("softsign", 1, X.div(X.abs().add(1)))
          .summary("x / (1 + |x|).")
          .source("Turian et al.: Quadratic features and deep architectures for chunking, 2009")
          .kinked()
          .reference(a -> a / (1 + Math.abs(a)));

  public static final Elementwise TANH_SHRINK =
      floats("tanhShrink", 1, X.sub(X.tanh()))
          .summary("x − tanh(x).")
          .reference(a -> a - Math.tanh(a));

  public static final Elementwise SELU = selu();

  public static final Elementwise SILU =
      floats("silu", 1, X.mul(X.sigmoid()))
          .summary("x · sigmoid(x), also called swish.")
          .source("Elfwing et al.: Sigmoid-weighted linear units, 2017")
          .reference(a -> a * ExponentialFunctions.sigmoid(a));

  public static final Elementwise MISH =
      floats("mish", 1, X.mul(X.softplus().tanh()))
          .summary("x · tanh(softplus(x)).")
          .source("Misra: Mish, a self regularized non-monotonic activation function, 2019")
          .reference(a -> a * Math.tanh(ExponentialFunctions.softplus(a)));

  public static final Elementwise GELU =
      floats("gelu", 1, X.mul(0.5).mul(X.mul(SQRT_HALF).erf().add(1)))
          .summary("x times the share of a normal variable below x: ½ x (1 + erf(x/√2)).")
          .source("Hendrycks, Gimpel: Gaussian error linear units, 2016")
          .reference(a -> a * 0.5 * (1 + ErrorFunctions.erf(a * SQRT_HALF)));

  public static final Elementwise GELU_TANH =
      floats("geluTanh", 1, X.mul(0.5).mul(geluInner(X).tanh().add(1)))
          .summary("gelu by an approximation with tanh.")
          .source("Hendrycks, Gimpel: Gaussian error linear units, 2016")
          .reference(a -> {
            double inner = SQRT_TWO_OVER_PI * (a + GELU_CUBE * a * a * a);
            return a * 0.5 * (1 + Math.tanh(inner));
          });

  public static final Elementwise HARD_SIGMOID =
      floats("hardSigmoid", 1, hardSigmoid())
          .summary("x/6 + ½ within 0 and 1.")
          .source("Courbariaux et al.: BinaryConnect, 2015; scale as in MobileNetV3, 2019")
          .kinked()
          .reference(a -> Math.min(Math.max(a / 6 + 0.5, 0), 1));

  public static final Elementwise HARD_SWISH =
      floats("hardSwish", 1, hardSwish())
          .summary("x · hardSigmoid(x).")
          .source("Howard et al.: Searching for MobileNetV3, 2019")
          .kinked()
          .reference(a -> a * Math.min(Math.max(a / 6 + 0.5, 0), 1));

  public static final Elementwise PRELU =
      floats("prelu", 2, X.gt(0).select(X, input(1).mul(X)))
          .summary("The first if it is positive, else the first times the second.")
          .source("He et al.: Delving deep into rectifiers, 2015")
          .kinked()
          .reference((a, w) -> a > 0 ? a : w * a);

  private Activations() {}

  // With parameters

  /// Returns the function `x` for x > 0, else `slope · x`.
  public static Elementwise leakyRelu(double slope) {
    return floats("leakyRelu", 1, X.gt(0).select(X, X.mul(slope)))
        .summary("Every element if it is positive, else a share of it, here %s.".formatted(slope))
        .source("Maas et al.: Rectifier nonlinearities improve acoustic models, 2013")
        .kinked()
        .reference(a -> a > 0 ? a : slope * a);
  }

  /// Returns the function `x` for x > 0, else `alpha · (exp(x) − 1)`.
  public static Elementwise elu(double alpha) {
    return floats("elu", 1, X.le(ZERO).select(X.expm1().mul(alpha), X))
        .summary("x if it is positive, else α (exp(x) − 1), here α = %s.".formatted(alpha))
        .source("Clevert et al.: Exponential linear units, 2015")
        .kinked()
        .reference(a -> a > 0 ? a : alpha * Math.expm1(a));
  }

  /// Returns the function `x` for x > 0, else `alpha · (exp(x / alpha) − 1)`.
  public static Elementwise celu(double alpha) {
    return floats("celu", 1, X.le(ZERO).select(X.div(alpha).expm1().mul(alpha), X))
        .summary("x if it is positive, else α (exp(x/α) − 1), here α = %s.".formatted(alpha))
        .source("Barron: Continuously differentiable exponential linear units, 2017")
        .kinked()
        .reference(a -> a > 0 ? a : alpha * Math.expm1(a / alpha));
  }

  /// Returns the function `ln(1 + exp(beta · x)) / beta`, and `x` where `beta · x > threshold`.
  public static Elementwise softplus(double beta, double threshold) {
    var scaled = X.mul(beta);
    return floats("softplus", 1, scaled.gt(threshold).select(X, scaled.softplus().div(beta)))
        .summary(
            "ln(1 + exp(βx)) / β, and x where βx exceeds a threshold, here β = %s and %s."
                .formatted(beta, threshold))
        .source("Dugas et al.: Incorporating second-order functional knowledge, 2001")
        .reference(a -> beta * a > threshold ? a : ExponentialFunctions.softplus(beta * a) / beta);
  }

  /// Returns the function that keeps elements within bounds, with derivative 0 at the bounds.
  public static Elementwise hardTanh(double lowest, double highest) {
    return numbers("hardTanh", 1, between(lowest, highest))
        .summary("Every element within %s and %s.".formatted(lowest, highest))
        .source("Collobert: Large scale machine learning, 2004")
        .kinked()
        .reference(a -> Math.min(Math.max(a, lowest), highest));
  }

  /// Returns the function 0 for |x| ≤ `bound`, else `x`.
  public static Elementwise hardShrink(double bound) {
    return floats("hardShrink", 1, X.abs().le(constant(bound)).select(ZERO, X))
        .summary("0 for elements of size %s or less, which else stay.".formatted(bound))
        .source("Donoho, Johnstone: Ideal spatial adaptation by wavelet shrinkage, 1994")
        .kinked()
        .reference(a -> Math.abs(a) <= bound ? 0 : a);
  }

  /// Returns the function 0 for |x| ≤ `bound`, else `x` moved towards 0 by the bound.
  public static Elementwise softShrink(double bound) {
    var moved = X.sub(X.sign().mul(bound));
    return floats("softShrink", 1, X.abs().le(constant(bound)).select(ZERO, moved))
        .summary("Every element moved towards 0 by %s, and no further.".formatted(bound))
        .source("Donoho, Johnstone: Ideal spatial adaptation by wavelet shrinkage, 1994")
        .kinked()
        .reference(a -> Math.abs(a) <= bound ? 0 : a - Math.signum(a) * bound);
  }

  /// Returns the function `x` for x > `threshold`, else `value`.
  public static Elementwise threshold(double threshold, double value) {
    return floats("threshold", 1, X.le(constant(threshold)).select(constant(value), X))
        .summary("Every element above %s, and %s for the others.".formatted(threshold, value))
        .kinked()
        .reference(a -> a <= threshold ? value : a);
  }

  private static Elementwise selu() {
    var negative = X.expm1().mul(SELU_SCALE * SELU_ALPHA);
    return floats("selu", 1, X.le(ZERO).select(negative, X.mul(SELU_SCALE)))
        .summary("λ x if it is positive, else λ α (exp(x) − 1).")
        .source("Klambauer et al.: Self-normalizing neural networks, 2017")
        .kinked()
        .reference(a -> SELU_SCALE * (a > 0 ? a : SELU_ALPHA * Math.expm1(a)));
  }

  private static Expression between(double lowest, double highest) {
    var below = constant(highest).le(X).select(constant(highest), X);
    return X.le(constant(lowest)).select(constant(lowest), below);
  }

  private static Expression geluInner(Expression x) {
    return x.add(x.mul(x).mul(x).mul(GELU_CUBE)).mul(SQRT_TWO_OVER_PI);
  }

  private static Expression hardSigmoid() {
    var above = constant(3).le(X).select(constant(1), constant(Double.NaN));
    var line = X.mul(1.0 / 6).add(0.5);
    return X.le(constant(-3)).select(ZERO, X.lt(constant(3)).select(line, above));
  }

  /// 0 · x, not 0, so that −∞ gives NaN as its neighbours silu and gelu do.
  private static Expression hardSwish() {
    var curve = X.mul(X.mul(1.0 / 6).add(0.5));
    return X.le(constant(-3)).select(X.mul(0), X.lt(constant(3)).select(curve, X));
  }

  static List<Elementwise> all() {
    return List.of(
        RELU,
        RELU6,
        leakyRelu(0.01),
        PRELU,
        elu(0.5),
        celu(0.5),
        SELU,
        SIGMOID,
        LOG_SIGMOID,
        SOFTPLUS,
        softplus(2, 20),
        SOFTSIGN,
        TANH_SHRINK,
        SILU,
        MISH,
        GELU,
        GELU_TANH,
        HARD_SIGMOID,
        HARD_SWISH,
        hardTanh(-1, 1),
        hardShrink(0.5),
        softShrink(0.5),
        threshold(0.1, -1));
  }
}

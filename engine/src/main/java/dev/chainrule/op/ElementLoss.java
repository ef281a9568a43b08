package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// Losses that compare every element of a prediction with the element of the target at the same
/// place: one constant each.
///
/// A constant declares its expression, of prediction `x0`, target `x1` and perhaps a parameter
/// `x2`, an independent reference, and its texts. As an operation it has one result for each
/// element; [#mean] and [#sum] join them, see [AggregateLoss]. A parameter is one number, or one
/// for each element of inner axes: it broadcasts.
public enum ElementLoss implements Pointwise {
  /// `(x − t)²`
  SQUARED_ERROR(
      "squaredError",
      error().mul(error()),
      a -> (a[0] - a[1]) * (a[0] - a[1]),
      LossText.of("The squared difference of prediction and target.").ranges(-2, 2, -2, 2)),
  /// `|x − t|`
  ABSOLUTE_ERROR(
      "absoluteError",
      error().abs(),
      a -> Math.abs(a[0] - a[1]),
      LossText.of("The absolute difference of prediction and target.").ranges(1, 2, -2, 0)),
  /// `½ (x − t)²` up to a difference of `p`, beyond it `p (|x − t| − ½ p)`
  HUBER(
      "huber",
      error()
          .abs()
          .le(input(2))
          .select(
              error().mul(error()).mul(0.5), input(2).mul(error().abs().sub(input(2).mul(0.5)))),
      a -> huber(Math.abs(a[0] - a[1]), a[2]),
      LossText.of("Half the squared difference; from a difference of p on, the tangent to it.")
          .source("Huber: Robust estimation of a location parameter, 1964")
          .ranges(1, 2, -2, 0, 0.3, 0.8)
          .otherRanges(1, 2, -2, 0, 5, 6)),
  /// `½ (x − t)² / p` below a difference of `p`, from it on `|x − t| − ½ p`
  SMOOTH_ABSOLUTE_ERROR(
      "smoothAbsoluteError",
      error()
          .abs()
          .lt(input(2))
          .select(
              error().mul(error()).mul(0.5).div(input(2)), error().abs().sub(input(2).mul(0.5))),
      a -> a[2] == 0 ? Math.abs(a[0] - a[1]) : huber(Math.abs(a[0] - a[1]), a[2]) / a[2],
      LossText.of("The absolute difference, rounded to a parabola below a difference of p.")
          .source("Girshick: Fast R-CNN, 2015, section 2.3")
          .ranges(1, 2, -2, 0, 0.3, 0.8)
          .otherRanges(1, 2, -2, 0, 5, 6)),
  /// `−p t ln sigmoid(x) − (1 − t) ln sigmoid(−x)`
  BINARY_CROSS_ENTROPY(
      "binaryCrossEntropy",
      input(2)
          .mul(input(1))
          .mul(input(0).neg().softplus())
          .add(constant(1).sub(input(1)).mul(input(0).softplus())),
      a -> a[2] * a[1] * Math.log1p(Math.exp(-a[0])) + (1 - a[1]) * Math.log1p(Math.exp(a[0])),
      LossText.of(
              "Cross-entropy of yes-or-no predictions, given as scores, and probabilities of yes;"
                  + " p weighs those.")
          .source("Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.2.2.2")
          .ranges(-2, 2, 0, 1, 0.5, 2)),
  /// `−t ln x − (1 − t) ln(1 − x)`, where the logarithms end at −100
  BINARY_CROSS_ENTROPY_OF_PROBABILITIES(
      "binaryCrossEntropyOfProbabilities",
      input(1)
          .mul(yesLogarithm(input(0)))
          .add(constant(1).sub(input(1)).mul(noLogarithm(input(0))))
          .neg(),
      a -> -a[1] * ended(a[0], Math.log(a[0])) - (1 - a[1]) * ended(1 - a[0], Math.log1p(-a[0])),
      LossText.of(
              "Cross-entropy of yes-or-no predictions, given as probabilities, and probabilities of"
                  + " yes; a logarithm below −100 counts as −100. Scores are more accurate.")
          .source("Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.2.2.2")
          .ranges(0.1, 0.9, 0, 1)),
  /// `max(0, p − t x)`
  HINGE(
      "hinge",
      Margins.positive(margin()),
      a -> Math.max(0, a[2] - a[1] * a[0]),
      LossText.of("How far a score lacks a margin of p on the side of its target, 1 or −1.")
          .source("Cortes, Vapnik: Support-vector networks, 1995")
          .ranges(1, 2, -2, -0.5, 0.5, 1)
          .otherRanges(1, 2, 2, 3, 0.5, 1)),
  /// `max(0, p − t x)²`
  SQUARED_HINGE(
      "squaredHinge",
      Margins.positive(margin()).mul(Margins.positive(margin())),
      a -> Math.max(0, a[2] - a[1] * a[0]) * Math.max(0, a[2] - a[1] * a[0]),
      LossText.of("The square of the hinge loss.")
          .source("Cortes, Vapnik: Support-vector networks, 1995")
          .ranges(1, 2, -2, -0.5, 0.5, 1)
          .otherRanges(1, 2, 2, 3, 0.5, 1)),
  /// `x` where `t` is 1, `max(0, p − x)` where it is −1
  HINGE_EMBEDDING(
      "hingeEmbedding",
      input(1)
          .eq(constant(-1))
          .select(constant(0), input(0))
          .add(
              input(1)
                  .eq(constant(1))
                  .select(constant(0), Margins.positive(input(2).sub(input(0))))),
      a -> (a[1] == -1 ? 0 : a[0]) + (a[1] == 1 ? 0 : Math.max(0, a[2] - a[0])),
      LossText.of(
              "A distance where the target is 1; how far it lacks a margin of p where the target is"
                  + " −1.")
          .source("Hadsell, Chopra, LeCun: Dimensionality reduction by an invariant mapping, 2006")
          .ranges(1, 2, 2, 3, 3, 4)
          .otherRanges(1, 2, 2, 3, 0.5, 0.9)),
  /// `ln(1 + exp(−t x))`
  SOFT_MARGIN(
      "softMargin",
      input(1).mul(input(0)).neg().softplus(),
      a -> Math.log1p(Math.exp(-a[1] * a[0])),
      LossText.of("The logistic loss of a score and a target of 1 or −1.")
          .source("Cox: The regression analysis of binary sequences, 1958")
          .ranges(-2, 2, -1, 1)),
  /// `t ln t − t x`
  KL_DIVERGENCE(
      "klDivergence",
      Expression.apply(Primitive.XLOGY, input(1), input(1)).sub(input(1).mul(input(0))),
      a -> (a[1] == 0 ? 0 : a[1] * Math.log(a[1])) - a[1] * a[0],
      LossText.of(
              "What a probability t costs more under the predicted logarithm x than under its own.")
          .source("Kullback, Leibler: On information and sufficiency, 1951")
          .ranges(-2, 0, 0.1, 1)),
  /// `exp(x) − t x`
  POISSON(
      "poisson",
      input(0).exp().sub(input(1).mul(input(0))),
      a -> Math.exp(a[0]) - a[1] * a[0],
      LossText.of("How unlikely a count is, but for a constant, where exp(x) are expected.")
          .source("McCullagh, Nelder: Generalized linear models, 1989, section 6.2")
          .ranges(-2, 2, 0, 5)),
  /// `x − t ln(x + p)`
  POISSON_OF_RATE(
      "poissonOfRate",
      input(0).sub(input(1).mul(input(0).add(input(2)).log())),
      a -> a[0] - a[1] * Math.log(a[0] + a[2]),
      LossText.of(
              "How unlikely a count is, but for a constant, where x are expected; p keeps the"
                  + " logarithm finite.")
          .source("McCullagh, Nelder: Generalized linear models, 1989, section 6.2")
          .ranges(0.5, 2, 0, 5, 0, 0.1)),
  /// `½ (ln p + (x − t)² / p)`
  GAUSSIAN(
      "gaussian",
      input(2).log().add(error().mul(error()).div(input(2))).mul(0.5),
      a -> 0.5 * (Math.log(a[2]) + (a[0] - a[1]) * (a[0] - a[1]) / a[2]),
      LossText.of(
              "How unlikely a number is, but for a constant, under a normal distribution of"
                  + " variance p.")
          .source("Nix, Weigend: Estimating the mean and variance of the target, 1994")
          .ranges(-2, 2, -2, 2, 0.5, 2));

  /// `e⁻¹⁰⁰`; a compile-time constant, as the losses are made before other static fields.
  private static final double SMALLEST = 3.720075976020836e-44;

  /// The slope of the logarithm there, so that a prediction of 0 does not stay at 0.
  private static final double STEEPEST = 1e12;

  private final String title;
  private final Expression body;
  private final LossText text;
  private final PointwiseRules rules;
  private final Elementwise.Reference reference;

  ElementLoss(String title, Expression body, Elementwise.Reference reference, LossText text) {
    this.title = title;
    this.body = body;
    this.text = text;
    this.rules = new PointwiseRules(title, text.inputs(), body);
    this.reference = reference;
  }

  private static Expression error() {
    return input(0).sub(input(1));
  }

  private static Expression margin() {
    return input(2).sub(input(1).mul(input(0)));
  }

  /// Returns `ln x`, and −100 where it is less: there its argument is replaced, as its slope would
  /// be infinite.
  private static Expression yesLogarithm(Expression x) {
    var low = x.lt(constant(SMALLEST));
    return low.select(x.mul(STEEPEST).sub(100), low.select(constant(1), x).log());
  }

  /// Returns `ln(1 − x)` in the same way.
  private static Expression noLogarithm(Expression x) {
    var rest = constant(1).sub(x);
    var low = rest.lt(constant(SMALLEST));
    return low.select(rest.mul(STEEPEST).sub(100), low.select(constant(0), x.neg()).log1p());
  }

  private static double ended(double x, double logarithm) {
    return x < SMALLEST ? x * STEEPEST - 100 : logarithm;
  }

  private static double huber(double distance, double bend) {
    return distance <= bend ? distance * distance / 2 : bend * (distance - bend / 2);
  }

  /// Returns the texts and samples.
  LossText text() {
    return text;
  }

  /// Returns the mean over all elements.
  public Tensor mean(Tensor prediction, Tensor target) {
    return new AggregateLoss(this, Aggregate.MEAN).on(prediction, target);
  }

  /// Returns the mean over all elements of a loss with a parameter.
  public Tensor mean(Tensor prediction, Tensor target, double parameter) {
    return new AggregateLoss(this, Aggregate.MEAN)
        .on(prediction, target, Tensor.scalar(parameter, prediction.dtype()));
  }

  /// Returns the sum over all elements.
  public Tensor sum(Tensor prediction, Tensor target) {
    return new AggregateLoss(this, Aggregate.SUM).on(prediction, target);
  }

  /// Returns the name as it stands in messages; `name()` is the constant's.
  @Override
  public String toString() {
    return title;
  }

  /// Returns the number of inputs: 2, or 3 with a parameter.
  public int arity() {
    return text.inputs();
  }

  @Override
  public Expression body() {
    return body;
  }

  @Override
  public PointwiseRules rules() {
    return rules;
  }

  @Override
  public DType computing(List<TensorType> inputs) {
    return Normalizing.floating(title, inputs);
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var prediction = inputs.get(0).shape();
    var target = inputs.get(1).shape();
    if (!prediction.equals(target)) {
      throw new ShapeException(
          "%s: prediction %s and target %s differ; a loss does not broadcast"
              .formatted(title, prediction, target));
    }
    if (inputs.size() > 2 && !Broadcast.shape(title, inputs).equals(prediction)) {
      throw new ShapeException(
          "%s: parameter %s does not broadcast to the prediction %s"
              .formatted(title, inputs.get(2).shape(), prediction));
    }
    return new TensorType(prediction, computing(inputs));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.generate(
        inputs.getFirst().shape(),
        index -> reference.of(inputs.stream().mapToDouble(input -> input.get(index)).toArray()));
  }
}

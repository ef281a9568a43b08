package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// Losses that compare every element of a prediction with the element of the target at the same
/// place: one constant each.
///
/// A constant declares its expression, of prediction `x0`, target `x1` and perhaps a parameter
/// `x2`, and an independent reference. As an operation it has one result for each element; [#mean]
/// and [#sum] join them, see [AggregateLoss].
public enum ElementLoss implements Pointwise {
  /// `(x − t)²`
  SQUARED_ERROR("squaredError", 2, error().mul(error()), a -> (a[0] - a[1]) * (a[0] - a[1])),
  /// `|x − t|`
  ABSOLUTE_ERROR("absoluteError", 2, error().abs(), a -> Math.abs(a[0] - a[1]));

  private final String title;
  private final int arity;
  private final Expression body;
  private final PointwiseRules rules;
  private final Elementwise.Reference reference;

  ElementLoss(String title, int arity, Expression body, Elementwise.Reference reference) {
    this.title = title;
    this.arity = arity;
    this.body = body;
    this.rules = new PointwiseRules(title, arity, body);
    this.reference = reference;
  }

  private static Expression error() {
    return input(0).sub(input(1));
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
    return arity;
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
    return new TensorType(Broadcast.shape(title, inputs), computing(inputs));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.generate(
        inputs.getFirst().shape(),
        index -> reference.of(inputs.stream().mapToDouble(input -> input.get(index)).toArray()));
  }
}

package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// What operations have in common that bring elements to one scale along some axes, and then, if
/// they get them, multiply by weights and add biases that broadcast.
///
/// With `x̂ = (x − m) / s` and `s = √(mean of (x − m)² + ε)` the result is `x̂ · weight + bias`.
/// `m` is the mean, or 0 if the operation does not centre.
///
/// Their Jacobian of `x̂` is symmetric: `J d = (d − mean d − x̂ · mean(d · x̂)) / s`, without the
/// mean of `d` if not centred; both directions use it.
interface Standardizing extends Composite {
  /// Returns over which axes of a shape sums are taken.
  Axes over(Shape shape);

  /// Returns whether the mean is subtracted.
  boolean centres();

  /// Returns whether a weight is the same for all elements along [#over].
  default boolean perChannel() {
    return false;
  }

  /// Returns means of what is brought to one scale together, which broadcast with the elements.
  ///
  /// @param sums along [#over], with its axes kept
  default Tensor average(Tensor sums, Shape shape) {
    return sums.div(over(shape).count(name(), shape));
  }

  /// Returns what is added to the mean square.
  double epsilon();

  /// Returns the type of the result of inputs whose weights and biases must have a shape.
  default TensorType checked(List<TensorType> inputs, Shape affine, String what) {
    var x = inputs.getFirst();
    for (int i = 1; i < inputs.size(); i++) {
      if (!inputs.get(i).shape().equals(affine)) {
        throw new ShapeException(
            "%s: %s %s does not fit the %s %s of the input %s"
                .formatted(
                    name(),
                    i == 1 ? "weight" : "bias",
                    inputs.get(i).shape(),
                    what,
                    affine,
                    x.shape()));
      }
    }
    return x.with(Normalizing.floating(name(), inputs));
  }

  @Override
  default Tensor body(List<Tensor> inputs) {
    return Scale.of(this, inputs.getFirst())
        .values(inputs.subList(1, inputs.size()).toArray(Tensor[]::new));
  }

  @Override
  default boolean keepsInput(int input) {
    return input < 2;
  }

  @Override
  default void backward(Backward tape) {
    Scale.of(this, tape.input(0)).backward(tape, 1);
  }

  @Override
  default void forward(Forward tape) {
    var scale = Scale.of(this, tape.input(0));
    tape.from(0, dx -> tape.inputs() > 1 ? scale.slope(dx).mul(tape.input(1)) : scale.slope(dx));
    if (tape.inputs() > 1) {
      tape.from(1, dw -> scale.values(dw));
    }
    if (tape.inputs() > 2) {
      tape.from(2, db -> db);
    }
  }

  @Override
  default Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    boolean[] over = over(x.shape()).in(name(), x.shape());
    double count = over(x.shape()).count(name(), x.shape());
    var sum = Plain.fold(x, over, true, Double::sum);
    var centred =
        Plain.generate(x.shape(), index -> x.get(index) - (centres() ? sum.get(index) / count : 0));
    var squares = Plain.generate(x.shape(), index -> centred.get(index) * centred.get(index));
    var total = Plain.fold(squares, over, true, Double::sum);
    return Plain.generate(
        x.shape(),
        index -> {
          double y = centred.get(index) / Math.sqrt(total.get(index) / count + epsilon());
          y *= inputs.size() > 1 ? inputs.get(1).get(index) : 1;
          return y + (inputs.size() > 2 ? inputs.get(2).get(index) : 0);
        });
  }

  /// Returns the innermost axes.
  static Axes innermost(int axes) {
    return Axes.of(IntStream.rangeClosed(1, axes).map(axis -> -axis).toArray());
  }

  /// Returns the shape of the innermost axes.
  ///
  /// @throws ShapeException in the name of `operation` if there are not so many
  static Shape innermost(String operation, int axes, Shape shape) {
    if (axes > shape.rank()) {
      throw new ShapeException(
          "%s: normalises %d axes, but the input %s has %d"
              .formatted(operation, axes, shape, shape.rank()));
    }
    return shape.part(shape.rank() - axes, shape.rank());
  }

  /// Refuses what cannot be normalised over, in the name of an operation.
  static void check(String operation, int axes, double epsilon) {
    if (axes < 1) {
      throw new IllegalArgumentException(
          "%s: axes is %d; expected 1 or more".formatted(operation, axes));
    }
    check(operation, epsilon);
  }

  /// Refuses a negative `ε`, in the name of an operation.
  static void check(String operation, double epsilon) {
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "%s: epsilon is %s; expected 0 or more".formatted(operation, epsilon));
    }
  }
}

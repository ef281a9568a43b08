package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The mean squared distance from the mean over some axes.
///
/// `y = Σ (x − mean)² / (n − correction)`, in two passes: first the mean, then the distances, so
/// that a large mean costs no digits. With no more elements than the correction the result is NaN.
///
/// **Gradient**: `dx = dy · 2 (x − mean) / (n − correction)`; the mean needs none of its own,
/// because the distances from it sum to 0.
///
/// @param axes over which axes
/// @param keep whether they stay as axes of size 1
/// @param correction 0 for the variance of all there is, 1 for an unbiased estimate from a sample
public record Variance(Axes axes, boolean keep, int correction) implements Composite, Reduction {
  private static final Fused SQUARED_DEVIATION =
      Fused.of("squaredDeviation", input(0).sub(input(1)).mul(input(0).sub(input(1))));

  /// Returns the variance over the given axes, or over all if none is given.
  public static Tensor of(Tensor x, int correction, int... axes) {
    return new Variance(Axes.of(axes), false, correction).on(x);
  }

  @Override
  public String name() {
    return "variance";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    return new TensorType(reduced(x.shape()), Normalizing.floating(name(), x.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    return squares(x, axes, keep).div(divisor(x.shape()));
  }

  /// Returns the sum of the squared distances from the mean.
  static Tensor squares(Tensor x, Axes axes, boolean keep) {
    return new FusedSum(SQUARED_DEVIATION, axes, keep).on(x, new Mean(axes, true).on(x));
  }

  private double divisor(Shape shape) {
    return Math.max(count(shape) - correction, 0);
  }

  @Override
  public void backward(Backward tape) {
    tape.to(0, () -> slope(tape.input(0)).mul(restored(tape.upstream(), tape.input(0).shape())));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> new Sum(axes, keep).on(dx.mul(slope(tape.input(0)))));
  }

  private Tensor slope(Tensor x) {
    return x.sub(new Mean(axes, true).on(x)).mul(2 / divisor(x.shape()));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    boolean[] over = axes.in(name(), x.shape());
    int count = count(x.shape());
    var sum = Plain.fold(x, over, true, Double::sum);
    var squares =
        Plain.generate(
            x.shape(),
            index -> {
              double distance = x.get(index) - sum.get(index) / count;
              return distance * distance;
            });
    var total = Plain.fold(squares, over, keep, Double::sum);
    double divisor = divisor(x.shape());
    return Plain.generate(total.shape(), index -> total.get(index) / divisor);
  }

  static OpSpec spec() {
    return OpSpec.of("variance")
        .summary("The mean squared distance from the mean over some axes.")
        .formula("y = Σ (x − mean)² / (n − correction)")
        .gradient("dx = dy · 2 (x − mean) / (n − correction)")
        .source("Chan, Golub, LeVeque: Algorithms for computing the sample variance, 1983")
        .accuracy(16) // two sums, one after the other
        .sample(new Variance(Axes.of(), false, 0), Input.numbers(5))
        .sample(new Variance(Axes.of(1), true, 1), Input.numbers(3, 4, 5))
        .sample(new Variance(Axes.of(0, -1), false, 1), Input.numbers(1000.0, 1002, 3, 4, 5))
        .sample(new Variance(Axes.of(-1), false, 0), Input.numbers(2, 137))
        .sample(new Variance(Axes.of(1), false, 0), Input.numbers(3, 1))
        .sample(new Variance(Axes.of(1), false, 1), Input.numbers(0, 3))
        .misuse(
            "variance: axis 2 does not exist; input is [3, 4]",
            new Variance(Axes.of(2), false, 0),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "variance: takes numbers, got bool; convert with to(DType.F32)",
            new Variance(Axes.of(), false, 0),
            new TensorType(Shape.of(3), DType.BOOL))
        .build();
  }
}

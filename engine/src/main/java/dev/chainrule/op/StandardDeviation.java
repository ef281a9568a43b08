package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The square root of the [Variance] over some axes.
///
/// **Gradient**: `dx = dy · (x − mean) / (y (n − correction))`, and 0 where the result is 0: there
/// the root has no slope, but no direction is better than another.
///
/// @param axes over which axes
/// @param keep whether they stay as axes of size 1
/// @param correction 0 for the deviation of all there is, 1 for an estimate from a sample
public record StandardDeviation(Axes axes, boolean keep, int correction)
    implements Composite, Reduction {

  /// Returns the standard deviation over the given axes, or over all if none is given.
  public static Tensor of(Tensor x, int correction, int... axes) {
    return new StandardDeviation(Axes.of(axes), false, correction).on(x);
  }

  @Override
  public String name() {
    return "standardDeviation";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    return new TensorType(reduced(x.shape()), Normalizing.floating(name(), x.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    return new Variance(axes, keep, correction).on(inputs.getFirst()).sqrt();
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(
        0,
        () -> {
          var x = tape.input(0);
          return slope(x, tape.output()).mul(restored(tape.upstream(), x.shape()));
        });
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> new Sum(axes, keep).on(dx.mul(slope(tape.input(0), tape.output()))));
  }

  private Tensor slope(Tensor x, Tensor y) {
    double divisor = Math.max(count(x.shape()) - correction, 0);
    var distance = x.sub(new Mean(axes, true).on(x));
    return Normalizing.ratio(distance, restored(y, x.shape()).mul(divisor));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var squares = new Variance(axes, keep, correction).reference(inputs);
    return Plain.generate(squares.shape(), index -> Math.sqrt(squares.get(index)));
  }

  static OpSpec spec() {
    return OpSpec.of("standardDeviation")
        .summary(
            "The square root of the variance over some axes; where it is 0, so is its gradient.")
        .formula("y = √(Σ (x − mean)² / (n − correction))")
        .gradient("dx = dy · (x − mean) / (y (n − correction)), 0 where y is 0")
        .source("Chan, Golub, LeVeque: Algorithms for computing the sample variance, 1983")
        .accuracy(16) // two sums, one after the other
        .sample(new StandardDeviation(Axes.of(), false, 1), Input.numbers(5))
        .sample(new StandardDeviation(Axes.of(1), true, 0), Input.numbers(3, 4, 5))
        .sample(new StandardDeviation(Axes.of(0, -1), false, 1), Input.numbers(3, 4, 5))
        .sample(new StandardDeviation(Axes.of(-1), false, 0), Input.numbers(2, 137))
        .sample(new StandardDeviation(Axes.of(1), false, 0), Input.numbers(3, 1))
        .sample(new StandardDeviation(Axes.of(1), false, 1), Input.numbers(0, 3))
        .misuse(
            "standardDeviation: axis 2 does not exist; input is [3, 4]",
            new StandardDeviation(Axes.of(2), false, 0),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "standardDeviation: takes numbers, got bool; convert with to(DType.F32)",
            new StandardDeviation(Axes.of(), false, 0),
            new TensorType(Shape.of(3), DType.BOOL))
        .build();
  }
}

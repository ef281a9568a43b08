package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The logarithm of the sum of exponentials over some axes, without overflow.
///
/// `y = m + ln Σ exp(x − m)` with `m = max x`. It is −∞ if all elements are −∞ or there is none,
/// and +∞ if one is +∞.
///
/// @param axes over which axes
/// @param keep whether they stay as axes of size 1
public record LogSumExp(Axes axes, boolean keep) implements Composite, Reduction {

  /// Returns the log-sum-exp over the given axes, or over all if none is given.
  public static Tensor of(Tensor x, int... axes) {
    return new LogSumExp(Axes.of(axes), false).on(x);
  }

  @Override
  public String name() {
    return "logSumExp";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    return new TensorType(reduced(x.shape()), Normalizing.floating(name(), x.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    if (count(x.shape()) == 0) {
      var type = type(List.of(x.type()));
      return Tensor.full(type.shape(), Double.NEGATIVE_INFINITY, type.dtype());
    }
    var shift = finite(Extremum.keptMax(x, axes));
    var y = new Sum(axes, true).on(x.sub(shift).exp()).log().add(shift);
    return keep ? y : Reshape.of(y, reduced(x.shape()).sizes());
  }

  /// Returns a tensor with 0 in the place of infinities and NaN.
  static Tensor finite(Tensor x) {
    var x0 = Tensor.scalar(0, x.dtype());
    return Comparisons.WHERE.on(Comparisons.EQ.on(x.sub(x), x0), x, x0);
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
          return restored(tape.upstream(), x.shape()).mul(weights(x, tape.output()));
        });
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> new Sum(axes, keep).on(dx.mul(weights(tape.input(0), tape.output()))));
  }

  /// Returns the softmax of the input.
  private Tensor weights(Tensor x, Tensor result) {
    return x.sub(restored(result, x.shape())).exp();
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.fold(x, axes.in(name(), x.shape()), keep, LogSumExp::logAddExp);
  }

  /// Returns `ln(exp a + exp b)`.
  static double logAddExp(double a, double b) {
    double larger = Math.max(a, b);
    return Double.isInfinite(larger)
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }

  static OpSpec spec() {
    return OpSpec.of("logSumExp")
        .summary("The logarithm of the sum of exponentials over some axes, without overflow.")
        .formula("y = ln Σ exp(x)")
        .gradient("dx = dy · exp(x − y)")
        .source("Blanchard, Higham, Higham: Accurately computing the log-sum-exp, 2021")
        .sample(new LogSumExp(Axes.of(), false), Input.numbers(5))
        .sample(new LogSumExp(Axes.of(1), true), Input.numbers(3, 4, 5))
        .sample(new LogSumExp(Axes.of(0, 2), false), Input.numbers(-200.0, 200, 3, 4, 5))
        .sample(new LogSumExp(Axes.of(-1), false), Input.numbers(2, 137))
        .misuse(
            "logSumExp: takes numbers, got bool; convert with to(DType.F32)",
            new LogSumExp(Axes.of(), false),
            new TensorType(Shape.of(3), DType.BOOL))
        .build();
  }
}

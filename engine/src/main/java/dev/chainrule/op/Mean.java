package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The arithmetic mean over some axes: their sum divided by their number.
///
/// @param axes which axes are joined
/// @param keep whether they stay as axes of size 1
public record Mean(Axes axes, boolean keep) implements Composite {

  /// Returns the mean over the given axes, or over all if none is given.
  public static Tensor of(Tensor x, int... axes) {
    return new Mean(Axes.of(axes), false).on(x);
  }

  @Override
  public String name() {
    return "mean";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var input = inputs.getFirst();
    var shape = keep ? axes.kept(name(), input.shape()) : axes.removed(name(), input.shape());
    return new TensorType(
        shape, input.dtype().floating() ? input.dtype() : dev.chainrule.DType.F32);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    return new Sum(axes, keep).on(x).div(axes.count(name(), x.shape()));
  }

  @Override
  public boolean keepsInput(int input) {
    return false;
  }

  @Override
  public void backward(Backward tape) {
    var shape = tape.inputType(0).shape();
    tape.to(
        0,
        () ->
            Expand.of(
                tape.upstream()
                    .div(axes.count(name(), shape))
                    .reshape(axes.kept(name(), shape).sizes()),
                shape));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, this::on);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int count = axes.count(name(), x.shape());
    var sum = Plain.fold(x, axes.in(name(), x.shape()), keep, Double::sum);
    return Plain.generate(sum.shape(), index -> sum.get(index) / count);
  }

  static OpSpec spec() {
    return OpSpec.of("mean")
        .summary("The arithmetic mean over some axes.")
        .formula("y = Σ x / n")
        .gradient("dx = dy / n, repeated along the axes")
        .sample(new Mean(Axes.of(), false), Input.numbers(5))
        .sample(new Mean(Axes.of(1), true), Input.numbers(3, 4, 5))
        .sample(new Mean(Axes.of(0, 2), false), Input.numbers(3, 4, 5))
        .build();
  }
}

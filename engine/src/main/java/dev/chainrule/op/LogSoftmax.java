package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The logarithm of the softmax along an axis, without overflow and without the loss of small
/// numbers.
///
/// `y = (x − m) − ln Σ exp(x − m)` with `m = max x`.
///
/// @param axis along which axis, negative from the end
public record LogSoftmax(int axis) implements Composite {

  /// Returns the logarithm of the softmax along an axis.
  public static Tensor of(Tensor x, int axis) {
    return new LogSoftmax(axis).on(x);
  }

  @Override
  public String name() {
    return "logSoftmax";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return Normalizing.along(name(), axis, inputs.getFirst());
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    if (x.shape().elements() == 0) {
      return x.to(type(List.of(x.type())).dtype());
    }
    var shifted = x.sub(Extremum.keptMax(x, Axes.of(axis)));
    return shifted.sub(new Sum(Axes.of(axis), true).on(shifted.exp()).log());
  }

  @Override
  public boolean keepsInput(int input) {
    return false;
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
          var dy = tape.upstream();
          return dy.sub(tape.output().exp().mul(new Sum(Axes.of(axis), true).on(dy)));
        });
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> dx.sub(new Sum(Axes.of(axis), true).on(tape.output().exp().mul(dx))));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    boolean[] over = Axes.of(axis).in(name(), x.shape());
    var max = Plain.fold(x, over, true, Math::max);
    var shifted = Plain.generate(x.shape(), index -> x.get(index) - max.get(index));
    var powers = Plain.generate(x.shape(), index -> Math.exp(shifted.get(index)));
    var sum = Plain.fold(powers, over, true, Double::sum);
    return Plain.generate(x.shape(), index -> shifted.get(index) - Math.log(sum.get(index)));
  }

  static OpSpec spec() {
    var spec =
        OpSpec.of("logSoftmax")
            .summary("The logarithm of the softmax along an axis.")
            .formula("y = x − ln Σ exp(x)")
            .gradient("dx = dy − exp(y) · Σ dy")
            .source("elementary")
            .sample(new LogSoftmax(-1), Input.numbers(3, 5))
            .sample(new LogSoftmax(1), Input.numbers(2, 3, 4))
            .sample(new LogSoftmax(0), Input.numbers(137, 2));
    return Normalizing.misuses(spec, "logSoftmax", new LogSoftmax(2)).build();
  }
}

package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Positive numbers along an axis that sum to 1, in the proportions of the exponentials.
///
/// `y = exp(x − m) / Σ exp(x − m)` with `m = max x`, so large elements do not overflow. An element
/// of −∞ gets 0; a row that is all −∞, or has +∞ or NaN in it, becomes NaN.
///
/// @param axis along which axis, negative from the end
public record Softmax(int axis) implements Composite {

  /// Returns the softmax along an axis.
  public static Tensor of(Tensor x, int axis) {
    return new Softmax(axis).on(x);
  }

  @Override
  public String name() {
    return "softmax";
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
    var powers = x.sub(Extremum.keptMax(x, Axes.of(axis))).exp();
    return powers.div(new Sum(Axes.of(axis), true).on(powers));
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
    tape.to(0, () -> derivative(tape.output(), tape.upstream()));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> derivative(tape.output(), dx));
  }

  /// Returns `y · (d − Σ d·y)`: the Jacobian is symmetric, so both directions are the same.
  private Tensor derivative(Tensor y, Tensor d) {
    return y.mul(d.sub(new Sum(Axes.of(axis), true).on(d.mul(y))));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    boolean[] over = Axes.of(axis).in(name(), x.shape());
    var max = Plain.fold(x, over, true, Math::max);
    var powers = Plain.generate(x.shape(), index -> Math.exp(x.get(index) - max.get(index)));
    var sum = Plain.fold(powers, over, true, Double::sum);
    return Plain.generate(x.shape(), index -> powers.get(index) / sum.get(index));
  }

  static OpSpec spec() {
    var spec =
        OpSpec.of("softmax")
            .summary("Positive numbers along an axis that sum to 1.")
            .formula("y = exp(x) / Σ exp(x)")
            .gradient("dx = y · (dy − Σ dy·y)")
            .source("Bridle: Training stochastic model recognition algorithms as networks, 1990")
            .accuracy(32) // a sum along the axis
            .sample(new Softmax(-1), Input.numbers(3, 5))
            .sample(new Softmax(1), Input.numbers(2, 3, 4))
            .sample(new Softmax(0), Input.numbers(137, 2));
    return Normalizing.misuses(spec, "softmax", new Softmax(2)).build();
  }
}

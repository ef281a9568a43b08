package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Vectors along some axes brought to length 1, by a [Norm] of any order.
///
/// `y = x / max(‖x‖, ε)`: a vector of zeros stays one.
///
/// **Gradient**: that of the quotient; where `‖x‖ < ε` it is `dy / ε`.
///
/// @param order of the norm
/// @param axes along which axes
/// @param epsilon the least divisor, 0 or more
public record Normalize(double order, Axes axes, double epsilon) implements Composite {

  /// @throws IllegalArgumentException if `epsilon` is negative
  public Normalize {
    Standardizing.check("normalize", epsilon);
  }

  /// Returns vectors along an axis, brought to Euclidean length 1, with ε = 10⁻¹².
  public static Tensor of(Tensor x, int axis) {
    return new Normalize(2, Axes.of(axis), 1e-12).on(x);
  }

  @Override
  public String name() {
    return "normalize";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    axes.in(name(), x.shape());
    return x.with(Normalizing.floating(name(), x.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var norm = new Norm(order, axes, true).on(inputs.getFirst());
    var least = Tensor.scalar(epsilon, norm.dtype());
    return inputs.getFirst().div(Comparisons.MAXIMUM.on(norm, least));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    var norm = new Norm(order, axes, true).reference(inputs);
    return Plain.generate(x.shape(), index -> x.get(index) / Math.max(norm.get(index), epsilon));
  }

  static OpSpec spec() {
    return OpSpec.of("normalize")
        .summary("Vectors along some axes brought to length 1, by a norm of any order.")
        .formula("y = x / max(‖x‖, ε)")
        .gradient("dx = (dy − ∇‖x‖ · Σ dy·y) / ‖x‖, and dy / ε where ‖x‖ < ε")
        .accuracy(16) // a sum along the axes, and a root
        .sample(new Normalize(2, Axes.of(1), 1e-12), Input.numbers(3, 4))
        .sample(new Normalize(1, Axes.of(-1), 1e-12), Input.distinct(2, 3, 2))
        .sample(new Normalize(2, Axes.of(0, 2), 100), Input.numbers(2, 3, 4))
        .sample(new Normalize(2, Axes.of(0), 1e-12), Input.numbers(137, 2))
        .sample(new Normalize(2, Axes.of(1), 1e-12), Input.numbers(3, 0))
        .misuse(
            "normalize: axis 2 does not exist; input is [3, 4]",
            new Normalize(2, Axes.of(2), 0),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "normalize: takes numbers, got bool; convert with to(DType.F32)",
            new Normalize(2, Axes.of(), 0),
            new TensorType(Shape.of(3), DType.BOOL))
        .build();
  }
}

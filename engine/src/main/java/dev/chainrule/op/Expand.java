package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Axes of size 1, or new outer axes, repeated without copying; a view.
///
/// @param shape the shape to broadcast to
public record Expand(Shape shape) implements Linear {

  /// Returns a tensor broadcast to a shape.
  public static Tensor of(Tensor x, Shape shape) {
    return x.shape().equals(shape) ? x : new Expand(shape).on(x);
  }

  @Override
  public String name() {
    return "expand";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    if (from.rank() > shape.rank() || !Broadcast.shape("expand", from, shape).equals(shape)) {
      throw new ShapeException(
          "expand: %s does not broadcast to %s; only axes of size 1 are repeated"
              .formatted(from, shape));
    }
    return inputs.getFirst().with(shape);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var x = inputs.getFirst();
    return Tensor.of(Broadcast.expand(x.storage(), x.shape(), shape), type);
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return Sum.to(upstream, input.shape());
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.generate(shape, inputs.getFirst()::get);
  }

  static OpSpec spec() {
    return OpSpec.of("expand")
        .summary("Axes of size 1, or new outer axes, repeated without copying.")
        .formula("y = x, repeated")
        .gradient("dx = Σ dy over the repeated axes")
        .sample(new Expand(Shape.of(4, 3)), Input.numbers(3))
        .sample(new Expand(Shape.of(2, 5, 3)), Input.numbers(5, 1))
        .misuse(
            "expand: [2, 3] does not broadcast to [3]; only axes of size 1 are repeated",
            new Expand(Shape.of(3)),
            new TensorType(Shape.of(2, 3), DType.F32))
        .build();
  }
}

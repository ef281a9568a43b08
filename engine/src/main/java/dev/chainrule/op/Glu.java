package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The gated linear unit: one half of an axis, let through as far as the other half says.
///
/// `y = a · sigmoid(b)`, where `a` is the first half of the axis and `b` the second.
///
/// | | shape |
/// |---|---|
/// | x | any; an even size along the axis |
/// | y | the same with half that size |
///
/// @param axis which axis is halved, negative from the end
public record Glu(int axis) implements Composite {

  /// Returns the gated linear unit of the halves of an axis.
  public static Tensor of(Tensor x, int axis) {
    return new Glu(axis).on(x);
  }

  @Override
  public String name() {
    return "glu";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    int halved = Axes.one(name(), axis, x.shape());
    int size = x.shape().size(halved);
    if (size % 2 != 0) {
      throw new ShapeException(
          "glu: axis %d of %s has size %d, which has no halves; expected an even size"
              .formatted(halved, x.shape(), size));
    }
    var shape = x.shape().with(halved, size / 2);
    return new TensorType(shape, Normalizing.floating(name(), x.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    int half = x.shape().size(axis) / 2;
    var gate = Slice.of(x, axis, half, 2 * half);
    return Slice.of(x, axis, 0, half).mul(Activations.SIGMOID.on(gate));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int halved = x.shape().axis(axis);
    int half = x.shape().size(halved) / 2;
    return Plain.generate(
        x.shape().with(halved, half),
        index -> {
          int[] gate = index.clone();
          gate[halved] += half;
          return x.get(index) / (1 + Math.exp(-x.get(gate)));
        });
  }

  static OpSpec spec() {
    return OpSpec.of("glu")
        .summary("One half of an axis, let through as far as the other half says.")
        .formula("y = a · sigmoid(b) for x = [a, b]")
        .gradient("dx = [dy · sigmoid(b), dy · y · (1 − sigmoid(b))]")
        .source("Dauphin et al.: Language modeling with gated convolutional networks, 2017")
        .sample(new Glu(0), Input.numbers(6))
        .sample(new Glu(1), Input.numbers(3, 4, 2))
        .sample(new Glu(-1), Input.numbers(2, 138))
        .sample(new Glu(-2), Input.numbers(2, 0, 3))
        .misuse(
            "glu: axis 1 of [64, 7] has size 7, which has no halves; expected an even size",
            new Glu(-1),
            new TensorType(Shape.of(64, 7), DType.F32))
        .misuse(
            "glu: axis 2 does not exist; input is [3, 4]",
            new Glu(2),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "glu: takes numbers, got bool; convert with to(DType.F32)",
            new Glu(0),
            new TensorType(Shape.of(4), DType.BOOL))
        .build();
  }
}

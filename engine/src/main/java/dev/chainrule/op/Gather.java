package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Gathers;
import dev.chainrule.kernel.Lines;
import java.util.List;

/// For every index, the element at that place of an axis: `y[i, j] = x[i, index[i, j]]` for axis 1.
///
/// The indices have the rank of `x`; where they are shorter than `x` on another axis, the first
/// lines are taken. [#along] broadcasts instead.
///
/// @param axis that is indexed; negative numbers count from the end
public record Gather(int axis) implements Linear {

  /// Returns the elements that indices of the same rank name along an axis.
  public static Tensor of(Tensor x, int axis, Tensor index) {
    return new Gather(axis).on(x, index);
  }

  /// Returns the elements that indices name along an axis, after tensor and indices are broadcast
  /// to each other on all other axes.
  public static Tensor along(Tensor x, int axis, Tensor index) {
    int indexed = Axes.one("takeAlongAxis", axis, x.shape());
    var shape =
        Broadcast.shape("takeAlongAxis", x.shape().with(indexed, 1), index.shape().with(axis, 1));
    return of(
        Expand.of(x, shape.with(axis, x.shape().size(axis))),
        axis,
        Expand.of(index, shape.with(axis, index.shape().size(axis))));
  }

  @Override
  public String name() {
    return "gather";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1);
    Indices.check(name(), index, x.shape(), Axes.one(name(), axis, x.shape()));
    return x.with(index.shape());
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.get(0).detach();
    int indexed = x.shape().axis(axis);
    var part = first(x, result.shape(), indexed);
    var lines = Lines.of(part.shape().sizes(), indexed);
    int count = result.shape().size(indexed);
    return Contiguous.bind(
        List.of(part),
        from ->
            Indices.bind(
                name(),
                inputs.get(1),
                x.shape(),
                indexed,
                places ->
                    Gathers.elements(from.getFirst(), lines, places, count, result.storage())));
  }

  /// Returns the first lines of a tensor, as many as a shape has on all axes but one.
  private static Tensor first(Tensor x, Shape shape, int but) {
    for (int i = 0; i < shape.rank(); i++) {
      if (i != but && shape.size(i) < x.shape().size(i)) {
        x = Slice.of(x, i, 0, shape.size(i));
      }
    }
    return x;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new ScatterAdd(axis, input.shape()).on(upstream, tape.input(1));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    int indexed = x.shape().axis(axis);
    return Plain.generate(
        inputs.get(1).shape(),
        at -> {
          int[] source = at.clone();
          source[indexed] = (int) inputs.get(1).get(at);
          return x.values()[Plain.place(x.shape(), source)];
        });
  }

  static OpSpec spec() {
    return OpSpec.of("gather")
        .summary("For every index, the element at that place of an axis.")
        .formula("y[i, j] = x[i, index[i, j]]")
        .gradient("dx[i, index[i, j]] += dy[i, j]")
        .sample(new Gather(1), Input.numbers(3, 4), Input.whole(0, 3, 3, 5))
        .sample(new Gather(0), Input.numbers(4, 3, 2), Input.whole(0, 3, 2, 3, 1))
        .sample(new Gather(-2), Input.numbers(2, 5, 3), Input.whole(0, 4, 2, 1, 3))
        .misuse(
            "gather: indices of shape [3] do not fit [3, 4] along axis 1; they need as many axes,"
                + " and sizes not larger on the others",
            new Gather(1),
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(3), DType.I32))
        .misuse(
            "gather: indices must be whole numbers, got f32; convert with to(DType.I32)",
            new Gather(0),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .misuse(
            "gather: axis 1 does not exist; input is [3]",
            new Gather(1),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(3), DType.I32))
        .build();
  }
}

package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Gathers;
import dev.chainrule.kernel.Lines;
import java.util.List;

/// The slices of an axis that indices name: `y[i, j] = x[index[i], j]` for axis 0.
///
/// The indices may have any number of axes; they take the place of the indexed axis.
///
/// @param axis that is indexed; negative numbers count from the end
public record IndexSelect(int axis) implements Linear {

  /// Returns the slices of an axis that indices name.
  public static Tensor of(Tensor x, int axis, Tensor index) {
    return new IndexSelect(axis).on(x, index);
  }

  /// Returns the slices of an axis that indices name.
  public static Tensor of(Tensor x, int axis, int... index) {
    return of(x, axis, Tensor.of(index, Shape.of(index.length)));
  }

  @Override
  public String name() {
    return "indexSelect";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    Indices.check(name(), inputs.get(1));
    return x.with(selected(x.shape(), Axes.one(name(), axis, x.shape()), inputs.get(1).shape()));
  }

  /// Returns a shape in which the axes of indices take the place of one axis.
  static Shape selected(Shape shape, int axis, Shape index) {
    return shape.part(0, axis).concat(index).concat(shape.part(axis + 1, shape.rank()));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    return rows(name(), inputs.getFirst().shape().axis(axis), inputs, result);
  }

  /// Returns the selection in the name of `operation`.
  static Runnable rows(String operation, int axis, List<Tensor> inputs, Tensor result) {
    var x = inputs.get(0).detach();
    var index = inputs.get(1);
    var lines = Lines.of(x.shape().sizes(), axis);
    int count = index.shape().elements();
    return Contiguous.bind(
        List.of(x),
        from ->
            Indices.bind(
                operation,
                index,
                x.shape(),
                axis,
                places -> Gathers.rows(from.getFirst(), lines, places, count, result.storage())));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    int indexed = input.shape().axis(axis);
    return new IndexAdd(indexed, input.shape().size(indexed)).on(upstream, tape.input(1));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1);
    int indexed = x.shape().axis(axis);
    return Plain.generate(
        selected(x.shape(), indexed, index.shape()),
        at -> x.values()[Plain.place(x.shape(), source(at, indexed, index))]);
  }

  /// Returns where an element of the result comes from.
  static int[] source(int[] at, int axis, Plain index) {
    int more = index.shape().rank() - 1;
    int[] source = new int[at.length - more];
    System.arraycopy(at, 0, source, 0, axis);
    int[] which = java.util.Arrays.copyOfRange(at, axis, axis + more + 1);
    source[axis] = (int) index.values()[Plain.place(index.shape(), which)];
    System.arraycopy(at, axis + more + 1, source, axis + 1, at.length - axis - more - 1);
    return source;
  }

  static OpSpec spec() {
    return OpSpec.of("indexSelect")
        .summary("The slices of an axis that indices name.")
        .formula("y[i, j] = x[index[i], j]")
        .gradient("dx[index[i], j] += dy[i, j]")
        .sample(new IndexSelect(0), Input.numbers(5, 3), Input.whole(0, 4, 4))
        .sample(new IndexSelect(-2), Input.numbers(2, 4, 3), Input.whole(0, 3, 2, 3))
        .sample(new IndexSelect(1), Input.numbers(3, 6), Input.whole(0, 5, 70))
        .sample(new IndexSelect(0), Input.numbers(4), Input.whole(0, 3))
        .misuse(
            "indexSelect: indices must be whole numbers, got bool; convert with to(DType.I32)",
            new IndexSelect(0),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(3), DType.BOOL))
        .misuse(
            "indexSelect: axis -3 does not exist; input is [3, 2]",
            new IndexSelect(-3),
            new TensorType(Shape.of(3, 2), DType.F32),
            new TensorType(Shape.of(3), DType.I32))
        .build();
  }
}

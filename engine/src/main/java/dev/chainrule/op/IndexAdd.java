package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.Scatters;
import java.util.List;

/// Sums of the slices that go to the same place of an axis: `y[index[i], j] = Σ x[i, j]` for axis
/// 0, and 0 where none goes. The transpose of [IndexSelect].
///
/// The slices that meet at a place are added to 0 one after the other, in row-major order of `x`.
///
/// @param axis that is indexed, from 0
/// @param size of the indexed axis in the result
public record IndexAdd(int axis, int size) implements Linear {

  /// Returns a tensor to which the slices of a source are added at the places that indices name.
  public static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
    int indexed = Axes.one("indexAdd", axis, x.shape());
    return x.add(new IndexAdd(indexed, x.shape().size(indexed)).on(source, index));
  }

  @Override
  public String name() {
    return "indexAdd";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1).shape();
    Indices.check(name(), inputs.get(1));
    int end = axis + index.rank();
    if (end > x.shape().rank() || !x.shape().part(axis, end).equals(index)) {
      throw new ShapeException(
          "indexAdd: the source is %s, the indices are %s; from axis %d on the source needs the indices' sizes"
              .formatted(x.shape(), index, axis));
    }
    ScatterAdd.checkSum(name(), x);
    return x.with(
        x.shape()
            .part(0, axis)
            .concat(Shape.of(size))
            .concat(x.shape().part(end, x.shape().rank())));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var index = inputs.get(1);
    var shape = result.shape();
    var to = result.storage();
    var lines = Lines.of(shape.sizes(), axis);
    return Contiguous.bind(
        List.of(inputs.getFirst().detach()),
        from ->
            Indices.bind(
                name(),
                index,
                shape,
                axis,
                places -> {
                  int count = index.shape().elements();
                  var sum = Scatters.addRows(from.getFirst(), places, count, to, lines);
                  return () -> {
                    Copies.clear(to, shape.elements());
                    sum.run();
                  };
                }));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new IndexSelect(axis).on(upstream, tape.input(1));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1);
    int end = axis + index.shape().rank();
    var shape =
        x.shape()
            .part(0, axis)
            .concat(Shape.of(size))
            .concat(x.shape().part(end, x.shape().rank()));
    var result = new Plain(shape, new double[shape.elements()]);
    for (int i = 0; i < x.values().length; i++) {
      int[] to = IndexSelect.source(Plain.index(x.shape(), i), axis, index);
      result.values()[Plain.place(shape, to)] += x.values()[i];
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("indexAdd")
        .summary("Sums of the slices that go to the same place of an axis.")
        .formula("y[index[i], j] = Σ x[i, j]")
        .gradient("dx[i, j] = dy[index[i], j]")
        .sample(new IndexAdd(0, 5), Input.numbers(4, 3), Input.whole(0, 4, 4))
        .sample(new IndexAdd(1, 3), Input.numbers(2, 2, 3, 4), Input.whole(0, 2, 2, 3))
        .sample(new IndexAdd(1, 6), Input.numbers(3, 70), Input.whole(0, 5, 70))
        .misuse(
            "indexAdd: the source is [4, 3], the indices are [3]; from axis 0 on the source needs"
                + " the indices' sizes",
            new IndexAdd(0, 5),
            new TensorType(Shape.of(4, 3), DType.F32),
            new TensorType(Shape.of(3), DType.I32))
        .misuse(
            "indexAdd: adds i32, i64, f32 or f64, got u8; convert with to(DType.F32)",
            new IndexAdd(0, 5),
            new TensorType(Shape.of(4), DType.U8),
            new TensorType(Shape.of(4), DType.I32))
        .build();
  }
}

package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.Scatters;
import java.util.List;

/// Sums of the elements that go to the same place: `y[i, index[i, j]] = Σ x[i, j]` for axis 1, and
/// 0 where none goes. The transpose of [Gather].
///
/// The elements that meet at a place are added to 0 one after the other, in row-major order of `x`.
///
/// @param axis that is indexed; negative numbers count from the end
/// @param shape of the result
public record ScatterAdd(int axis, Shape shape) implements Linear {

  /// Returns a tensor to which the elements of a source are added at the places that indices name.
  public static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
    return x.add(new ScatterAdd(axis, x.shape()).on(source, index));
  }

  @Override
  public String name() {
    return "scatterAdd";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1);
    Indices.check(name(), index, shape, Axes.one(name(), axis, shape));
    if (!x.shape().equals(index.shape())) {
      throw new ShapeException(
          "scatterAdd: the source is %s, the indices are %s; every element needs one index"
              .formatted(x.shape(), index.shape()));
    }
    checkSum(name(), x);
    return x.with(shape);
  }

  static void checkSum(String operation, TensorType x) {
    if (x.dtype() == DType.BOOL || x.dtype() == DType.U8) {
      throw new DTypeException(
          "%s: adds i32, i64, f32 or f64, got %s; convert with to(DType.F32)"
              .formatted(operation, x.dtype()));
    }
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.get(0).detach();
    int indexed = shape.axis(axis);
    var touched = x.shape().with(indexed, shape.size(indexed));
    var lines = Lines.of(touched.sizes(), indexed);
    boolean all = touched.equals(shape);
    var type = result.type().with(touched);
    var sums = all ? result : Tensor.of(Copies.zeros(type), type);
    Runnable place =
        all ? () -> {} : new Place(Slice.all(touched), shape).bind(List.of(sums), result);
    return Contiguous.bind(
        List.of(x),
        from ->
            Indices.bind(
                name(),
                inputs.get(1),
                shape,
                indexed,
                places -> {
                  int count = x.shape().size(indexed);
                  var to = sums.storage();
                  var sum = Scatters.addElements(from.getFirst(), places, count, to, lines);
                  return () -> {
                    Copies.clear(to, touched.elements());
                    sum.run();
                    place.run();
                  };
                }));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new Gather(axis).on(upstream, tape.input(1));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    int indexed = shape.axis(axis);
    var result = new Plain(shape, new double[shape.elements()]);
    for (int i = 0; i < x.values().length; i++) {
      int[] to = Plain.index(x.shape(), i);
      to[indexed] = (int) inputs.get(1).values()[i];
      result.values()[Plain.place(shape, to)] += x.values()[i];
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("scatterAdd")
        .summary("Sums of the elements that go to the same place of an axis.")
        .formula("y[i, index[i, j]] = Σ x[i, j]")
        .gradient("dx[i, j] = dy[i, index[i, j]]")
        .sample(new ScatterAdd(1, Shape.of(3, 5)), Input.numbers(3, 6), Input.whole(0, 4, 3, 6))
        .sample(new ScatterAdd(0, Shape.of(4, 3)), Input.numbers(5, 2), Input.whole(0, 3, 5, 2))
        .sample(
            new ScatterAdd(-2, Shape.of(2, 3, 5)),
            Input.numbers(2, 7, 5),
            Input.whole(0, 2, 2, 7, 5))
        .misuse(
            "scatterAdd: the source is [3, 5], the indices are [3, 4]; every element needs one"
                + " index",
            new ScatterAdd(1, Shape.of(3, 5)),
            new TensorType(Shape.of(3, 5), DType.F32),
            new TensorType(Shape.of(3, 4), DType.I32))
        .misuse(
            "scatterAdd: adds i32, i64, f32 or f64, got bool; convert with to(DType.F32)",
            new ScatterAdd(0, Shape.of(3)),
            new TensorType(Shape.of(3), DType.BOOL),
            new TensorType(Shape.of(3), DType.I32))
        .build();
  }
}

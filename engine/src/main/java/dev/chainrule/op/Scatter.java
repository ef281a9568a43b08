package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.Scatters;
import java.util.List;

/// A tensor in which elements of a source replace those at the places that indices name: `y[i,
/// index[i, j]] = source[i, j]` for axis 1.
///
/// Where several elements go to one place, the last one in row-major order stays, and only it has a
/// gradient.
///
/// @param axis that is indexed; negative numbers count from the end
public record Scatter(int axis) implements Op {

  /// Returns a tensor in which elements of a source replace those at the places that indices name.
  public static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
    return new Scatter(axis).on(x, index, source);
  }

  /// Returns a tensor in which slices of a source replace those that indices of rank 1 name.
  public static Tensor slices(Tensor x, int axis, Tensor index, Tensor source) {
    int indexed = Axes.one("scatter", axis, x.shape());
    int[] sizes = new int[source.shape().rank()];
    java.util.Arrays.fill(sizes, 1);
    sizes[indexed] = index.shape().elements();
    return of(x, axis, index.reshape(sizes).expand(source.shape().sizes()), source);
  }

  @Override
  public String name() {
    return "scatter";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1);
    var source = inputs.get(2);
    Indices.check(name(), index, x.shape(), Axes.one(name(), axis, x.shape()));
    if (!source.shape().equals(index.shape())) {
      throw new ShapeException(
          "scatter: the source is %s, the indices are %s; every element needs one index"
              .formatted(source.shape(), index.shape()));
    }
    return x.with(x.dtype().promote(source.dtype()));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var x = inputs.get(0).detach().to(type.dtype());
    var source = inputs.get(2).detach().to(type.dtype());
    int indexed = x.shape().axis(axis);
    var touched = source.shape().with(indexed, x.shape().size(indexed));
    var ranges = Slice.all(touched);
    var result = Copies.of(new Slice(ranges).on(x));
    var from = Reshape.contiguous(source);
    int count = source.shape().size(indexed);
    var lines = Lines.of(touched.sizes(), indexed);
    Indices.bind(
            name(),
            inputs.get(1).detach(),
            x.shape(),
            indexed,
            places -> Scatters.assignElements(from, places, count, result, lines))
        .run();
    var changed = Tensor.of(result, type.with(touched));
    if (touched.equals(x.shape())) {
      return changed;
    }
    var whole = Copies.of(x);
    Copies.into(Range.view(whole, ranges), changed);
    return Tensor.of(whole, type);
  }

  @Override
  public boolean keepsInput(int input) {
    return input == 1;
  }

  @Override
  public void backward(Backward tape) {
    var index = tape.input(1);
    tape.to(0, () -> cleared(tape.upstream(), index));
    tape.to(
        2, () -> last(Gather.of(tape.upstream(), axis, index), tape.inputType(0).shape(), index));
  }

  @Override
  public void forward(Forward tape) {
    var index = tape.input(1);
    var shape = tape.type().shape();
    tape.from(0, tangent -> cleared(tangent, index));
    tape.from(2, tangent -> new ScatterAdd(axis, shape).on(last(tangent, shape, index), index));
  }

  /// Returns a tensor with zeros at the places that indices name.
  private Tensor cleared(Tensor x, Tensor index) {
    return of(x, axis, index, Tensor.zeros(index.shape(), x.dtype()));
  }

  /// Returns a tensor of the indices' shape with zeros for elements that others replaced.
  private Tensor last(Tensor x, Shape shape, Tensor index) {
    var numbers = Sequences.range(index.shape().elements()).reshape(index.shape().sizes());
    var stayed = of(Tensor.zeros(shape, DType.I64), axis, index, numbers);
    var stays = Comparisons.EQ.on(Gather.of(stayed, axis, index), numbers);
    return Comparisons.WHERE.on(stays, x, Tensor.scalar(0, x.dtype()));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    var source = inputs.get(2);
    int indexed = x.shape().axis(axis);
    var result = new Plain(x.shape(), x.values().clone());
    for (int i = 0; i < source.values().length; i++) {
      int[] to = Plain.index(source.shape(), i);
      to[indexed] = (int) inputs.get(1).values()[i];
      result.values()[Plain.place(x.shape(), to)] = source.values()[i];
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("scatter")
        .summary(
            "A tensor in which elements of a source replace those at the places that indices name.")
        .formula("y[i, index[i, j]] = source[i, j], x elsewhere")
        .gradient("dx = dy, 0 where a source went")
        .gradient("dsource[i, j] = dy[i, index[i, j]], 0 where another source went after it")
        .sample(new Scatter(1), Input.numbers(3, 5), Input.whole(0, 4, 3, 4), Input.numbers(3, 4))
        .sample(new Scatter(0), Input.numbers(4, 3), Input.whole(0, 3, 5, 2), Input.numbers(5, 2))
        .sample(
            new Scatter(-2),
            Input.numbers(2, 3, 5),
            Input.whole(0, 2, 2, 4, 5),
            Input.numbers(2, 4, 5))
        .misuse(
            "scatter: the source is [3, 5], the indices are [3, 4]; every element needs one index",
            new Scatter(1),
            new TensorType(Shape.of(3, 5), DType.F32),
            new TensorType(Shape.of(3, 4), DType.I32),
            new TensorType(Shape.of(3, 5), DType.F32))
        .build();
  }
}

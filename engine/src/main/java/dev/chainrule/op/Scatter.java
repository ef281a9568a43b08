package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Scatters;
import dev.chainrule.kernel.Storage;
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
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var index = inputs.get(1);
    var shape = result.shape();
    return Contiguous.converted(
        List.of(inputs.get(0), inputs.get(2)),
        result.dtype(),
        given ->
            Contiguous.bind(
                List.of(given.get(1)),
                from ->
                    Indices.bind(
                        name(),
                        index,
                        shape,
                        shape.axis(axis),
                        places -> {
                          var copy =
                              LoopCall.copy(
                                  shape.sizes(), given.get(0).storage(), result.storage());
                          var replace = replace(from.getFirst(), places, index.shape(), result);
                          return () -> {
                            copy.run();
                            replace.run();
                          };
                        })));
  }

  /// Returns the call that puts the elements of a source into the result; where the indices reach
  /// only a part of it, that part is taken out and put back.
  private Runnable replace(Storage source, Storage places, Shape index, Tensor result) {
    int indexed = result.shape().axis(axis);
    int count = index.size(indexed);
    var touched = index.with(indexed, result.shape().size(indexed));
    var lines = Lines.of(touched.sizes(), indexed);
    if (touched.equals(result.shape())) {
      return Scatters.assignElements(source, places, count, result.storage(), lines);
    }
    var here = Range.view(result.storage(), Slice.all(touched));
    var part = Copies.zeros(result.type().with(touched));
    var out = LoopCall.copy(touched.sizes(), here, part);
    var assign = Scatters.assignElements(source, places, count, part, lines);
    var back = LoopCall.copy(touched.sizes(), part, here);
    return () -> {
      out.run();
      assign.run();
      back.run();
    };
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

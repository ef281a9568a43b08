package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Tensors one after the other along an axis. All other axes have equal sizes.
///
/// @param axis along which they follow each other; negative numbers count from the end
public record Concatenate(int axis) implements Op {

  /// Returns tensors joined along an axis.
  public static Tensor of(int axis, List<Tensor> parts) {
    return new Concatenate(axis).on(parts.toArray(Tensor[]::new));
  }

  @Override
  public String name() {
    return "concatenate";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException("concatenate: needs at least one tensor");
    }
    var first = inputs.getFirst();
    int joined = Axes.one(name(), axis, first.shape());
    int size = 0;
    var dtype = first.dtype();
    for (int i = 0; i < inputs.size(); i++) {
      var shape = inputs.get(i).shape();
      if (shape.rank() != first.shape().rank()
          || !shape.with(joined, 0).equals(first.shape().with(joined, 0))) {
        throw new ShapeException(
            "concatenate: input 0 is %s, input %d is %s; only axis %d may differ"
                .formatted(first.shape(), i, shape, joined));
      }
      size += shape.size(joined);
      dtype = dtype.promote(inputs.get(i).dtype());
    }
    return new TensorType(first.shape().with(joined, size), dtype);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var copies = new ArrayList<Runnable>();
    int start = 0;
    for (var input : inputs) {
      int size = input.shape().size(axis);
      var place = Range.view(result.storage(), part(result.shape(), start, size));
      var target = Tensor.of(place, input.type().with(result.dtype()));
      copies.add(new Cast(result.dtype()).bind(List.of(input), target));
      start += size;
    }
    return () -> copies.forEach(Runnable::run);
  }

  private List<Range> part(Shape whole, int start, int size) {
    var ranges = Slice.all(whole);
    ranges.set(whole.axis(axis), new Range(start, 1, size));
    return List.copyOf(ranges);
  }

  @Override
  public void backward(Backward tape) {
    int start = 0;
    for (int i = 0; i < tape.inputs(); i++) {
      int size = tape.inputType(i).shape().size(axis);
      var range = new Range(start, 1, size);
      tape.to(i, () -> Slice.of(tape.upstream(), axis, range));
      start += size;
    }
  }

  @Override
  public void forward(Forward tape) {
    var whole = tape.type().shape();
    int start = 0;
    for (int i = 0; i < tape.inputs(); i++) {
      int size = tape.inputType(i).shape().size(axis);
      var place = new Place(part(whole, start, size), whole);
      tape.from(i, place::on);
      start += size;
    }
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    int joined = inputs.getFirst().shape().axis(axis);
    int size = inputs.stream().mapToInt(input -> input.shape().size(joined)).sum();
    return Plain.generate(
        inputs.getFirst().shape().with(joined, size),
        index -> {
          int[] inner = index.clone();
          for (var input : inputs) {
            if (inner[joined] < input.shape().size(joined)) {
              return input.get(inner);
            }
            inner[joined] -= input.shape().size(joined);
          }
          throw new AssertionError("no input holds the element");
        });
  }

  static OpSpec spec() {
    return OpSpec.of("concatenate")
        .summary("Tensors one after the other along an axis.")
        .formula("y = [a, b, …]")
        .gradient("da = the part of dy that a fills")
        .gradient("db = the part of dy that b fills")
        .sample(new Concatenate(1), Input.numbers(3, 2), Input.numbers(3, 4))
        .sample(new Concatenate(-2), Input.numbers(2, 3), Input.numbers(0, 3), Input.numbers(4, 3))
        .sample(new Concatenate(0), Input.numbers(5))
        .misuse(
            "concatenate: input 0 is [3, 2], input 1 is [4, 4]; only axis 1 may differ",
            new Concatenate(1),
            new TensorType(Shape.of(3, 2), DType.F32),
            new TensorType(Shape.of(4, 4), DType.F32))
        .misuse("concatenate: needs at least one tensor", new Concatenate(0))
        .misuse(
            "concatenate: axis 2 does not exist; input is [3, 2]",
            new Concatenate(2),
            new TensorType(Shape.of(3, 2), DType.F32))
        .build();
  }
}

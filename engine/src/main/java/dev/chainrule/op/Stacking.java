package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Tensors of one shape side by side along a new axis.
///
/// @param axis the new axis in the result; negative numbers count from its end
public record Stacking(int axis) implements Composite {

  /// Returns tensors of one shape side by side along a new axis.
  public static Tensor of(int axis, List<Tensor> parts) {
    return new Stacking(axis).on(parts.toArray(Tensor[]::new));
  }

  @Override
  public String name() {
    return "stack";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException("stack: needs at least one tensor");
    }
    var first = inputs.getFirst();
    var dtype = first.dtype();
    for (int i = 1; i < inputs.size(); i++) {
      if (!inputs.get(i).shape().equals(first.shape())) {
        throw new ShapeException(
            "stack: input 0 is %s, input %d is %s; all need one shape"
                .formatted(first.shape(), i, inputs.get(i).shape()));
      }
      dtype = dtype.promote(inputs.get(i).dtype());
    }
    int place = place(first.shape());
    return new TensorType(first.shape().insert(place, inputs.size()), dtype);
  }

  private int place(Shape part) {
    int place = axis < 0 ? axis + part.rank() + 1 : axis;
    if (place < 0 || place > part.rank()) {
      throw new ShapeException(
          "stack: axis %d does not exist; a new axis of %s can be %d..%d"
              .formatted(axis, part, -part.rank() - 1, part.rank()));
    }
    return place;
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    int place = place(inputs.getFirst().shape());
    return Concatenate.of(
        place, inputs.stream().map(part -> Reshape.unsqueeze(part, place)).toList());
  }

  @Override
  public boolean keepsInput(int input) {
    return false;
  }

  @Override
  public void backward(Backward tape) {
    int place = place(tape.inputType(0).shape());
    for (int i = 0; i < tape.inputs(); i++) {
      int part = i;
      tape.to(i, () -> Slice.select(tape.upstream(), place, part));
    }
  }

  @Override
  public void forward(Forward tape) {
    int place = place(tape.inputType(0).shape());
    for (int i = 0; i < tape.inputs(); i++) {
      var ranges = Slice.all(tape.type().shape());
      ranges.set(place, new Range(i, 1, 1));
      var into = new Place(List.copyOf(ranges), tape.type().shape());
      tape.from(i, tangent -> into.on(Reshape.unsqueeze(tangent, place)));
    }
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shape = inputs.getFirst().shape();
    int place = place(shape);
    return Plain.generate(
        shape.insert(place, inputs.size()),
        index -> {
          int[] inner = new int[index.length - 1];
          System.arraycopy(index, 0, inner, 0, place);
          System.arraycopy(index, place + 1, inner, place, inner.length - place);
          return inputs.get(index[place]).get(inner);
        });
  }

  static OpSpec spec() {
    return OpSpec.of("stack")
        .summary("Tensors of one shape side by side along a new axis.")
        .formula("y[0] = a, y[1] = b, …")
        .gradient("da = dy[0]")
        .gradient("db = dy[1]")
        .sample(new Stacking(1), Input.numbers(3, 4), Input.numbers(3, 4))
        .sample(new Stacking(-1), Input.numbers(4), Input.numbers(4), Input.numbers(4))
        .sample(new Stacking(0), Input.numbers(), Input.numbers())
        .misuse(
            "stack: input 0 is [3, 4], input 1 is [4, 3]; all need one shape",
            new Stacking(0),
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(4, 3), DType.F32))
        .misuse(
            "stack: axis 3 does not exist; a new axis of [3, 4] can be -3..2",
            new Stacking(3),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse("stack: needs at least one tensor", new Stacking(0))
        .build();
  }
}

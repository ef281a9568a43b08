package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Storage;
import java.util.Arrays;
import java.util.List;

/// Windows that slide along an axis; a view. The axis counts windows, a new innermost axis the
/// elements of a window. Windows overlap if the step is smaller than they are.
///
/// @param axis along which they slide; negative numbers count from the end
/// @param size of a window
/// @param step from one window to the next
public record Windows(int axis, int size, int step) implements Linear {

  public Windows {
    if (size < 1 || step < 1) {
      throw new IllegalArgumentException(
          "windows: size and step must be at least 1, got %d and %d".formatted(size, step));
    }
  }

  /// Returns windows that slide along an axis.
  public static Tensor of(Tensor x, int axis, int size, int step) {
    return new Windows(axis, size, step).on(x);
  }

  @Override
  public String name() {
    return "windows";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    int along = Axes.one(name(), axis, from);
    if (from.size(along) < size) {
      throw new ShapeException(
          "windows: a window of %d does not fit into axis %d of %s".formatted(size, along, from));
    }
    return inputs.getFirst().with(shape(from, along));
  }

  private Shape shape(Shape from, int along) {
    return from.with(along, (from.size(along) - size) / step + 1).concat(Shape.of(size));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    Storage from = inputs.getFirst().storage();
    int rank = inputs.getFirst().shape().rank();
    int along = inputs.getFirst().shape().axis(axis);
    int[] strides = Arrays.copyOf(from.strides(), rank + 1);
    strides[rank] = strides[along];
    strides[along] *= step;
    return Tensor.of(from.view(from.offset(), strides), type);
  }

  /// Adds the first elements of all windows, then the second ones, and so on.
  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    int along = input.shape().axis(axis);
    var sum = place(upstream, 0, along, input.shape());
    for (int i = 1; i < size; i++) {
      sum = sum.add(place(upstream, i, along, input.shape()));
    }
    return sum;
  }

  private Tensor place(Tensor upstream, int element, int along, Shape shape) {
    var ranges = Slice.all(shape);
    ranges.set(along, new Range(element, step, upstream.shape().size(along)));
    return new Place(List.copyOf(ranges), shape).on(Slice.select(upstream, -1, element));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int along = x.shape().axis(axis);
    return Plain.generate(
        shape(x.shape(), along),
        index -> {
          int[] from = Arrays.copyOf(index, index.length - 1);
          from[along] = index[along] * step + index[index.length - 1];
          return x.get(from);
        });
  }

  static OpSpec spec() {
    return OpSpec.of("windows")
        .summary("Windows that slide along an axis.")
        .formula("y[w, k] = x[w · step + k]")
        .gradient("dx[w · step + k] += dy[w, k]")
        .sample(new Windows(1, 3, 2), Input.numbers(3, 7))
        .sample(new Windows(-2, 2, 1), Input.numbers(2, 5, 3))
        .sample(new Windows(0, 2, 3), Input.numbers(9))
        .misuse(
            "windows: a window of 4 does not fit into axis 1 of [5, 3]",
            new Windows(-1, 4, 1),
            new TensorType(Shape.of(5, 3), DType.F32))
        .build();
  }
}

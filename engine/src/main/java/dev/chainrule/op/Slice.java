package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Elements at equal distances along the axes; a view.
///
/// @param ranges the indices that are taken, one range for each axis
public record Slice(List<Range> ranges) implements Linear {

  /// Returns the indices `from` (included) to `to` (excluded) of one axis. Negative numbers count
  /// from the end.
  public static Tensor of(Tensor x, int axis, int from, int to) {
    return of(x, axis, from, to, 1);
  }

  /// Returns every `step`-th index of one axis from `from` (included) to `to` (excluded). Negative
  /// numbers count from the end; with a negative step the axis is walked backwards.
  public static Tensor of(Tensor x, int axis, int from, int to, int step) {
    int size = x.shape().size(axis);
    return of(x, axis, Range.between(from, to, step, size));
  }

  /// Returns a range of one axis.
  public static Tensor of(Tensor x, int axis, Range range) {
    var ranges = all(x.shape());
    ranges.set(x.shape().axis(axis), range);
    return new Slice(List.copyOf(ranges)).on(x);
  }

  /// Returns one index of an axis, without that axis.
  public static Tensor select(Tensor x, int axis, int index) {
    int first = index < 0 ? index + x.shape().size(axis) : index;
    return Reshape.of(of(x, axis, new Range(first, 1, 1)), x.shape().without(axis).sizes());
  }

  /// Returns pieces of the given sizes along an axis, in order.
  ///
  /// @throws ShapeException if the sizes do not add up to that of the axis
  public static List<Tensor> split(Tensor x, int axis, int... sizes) {
    int total = IntStream.of(sizes).sum();
    if (total != x.shape().size(axis)) {
      throw new ShapeException(
          "split: sizes %s add up to %d, axis %d of %s has %d"
              .formatted(
                  java.util.Arrays.toString(sizes), total, axis, x.shape(), x.shape().size(axis)));
    }
    var pieces = new ArrayList<Tensor>();
    int start = 0;
    for (int size : sizes) {
      pieces.add(of(x, axis, new Range(start, 1, size)));
      start += size;
    }
    return pieces;
  }

  static List<Range> all(Shape shape) {
    return new ArrayList<>(IntStream.of(shape.sizes()).mapToObj(Range::all).toList());
  }

  @Override
  public String name() {
    return "slice";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    if (ranges.size() != from.rank()) {
      throw new ShapeException(
          "slice: %d ranges for the %d axes of %s".formatted(ranges.size(), from.rank(), from));
    }
    for (int axis = 0; axis < ranges.size(); axis++) {
      if (!ranges.get(axis).within(from.size(axis))) {
        throw new ShapeException(
            "slice: indices %s lie outside axis %d of %s, which has 0..%d"
                .formatted(ranges.get(axis), axis, from, from.size(axis) - 1));
      }
    }
    return inputs.getFirst().with(shape());
  }

  private Shape shape() {
    return Shape.of(ranges.stream().mapToInt(Range::size).toArray());
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Tensor.of(Range.view(inputs.getFirst().storage(), ranges), type);
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new Place(ranges, input.shape()).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.generate(shape(), index -> inputs.getFirst().get(source(ranges, index)));
  }

  static int[] source(List<Range> ranges, int... index) {
    int[] source = new int[index.length];
    for (int axis = 0; axis < index.length; axis++) {
      source[axis] = ranges.get(axis).start() + index[axis] * ranges.get(axis).step();
    }
    return source;
  }

  static OpSpec spec() {
    return OpSpec.of("slice")
        .summary("Elements at equal distances along the axes.")
        .formula("y[i…] = x[start + i · step, …]")
        .gradient("dx = dy at the places taken, 0 elsewhere")
        .sample(new Slice(List.of(new Range(1, 1, 3), new Range(0, 2, 3))), Input.numbers(5, 6))
        .sample(new Slice(List.of(new Range(6, -2, 3))), Input.numbers(7))
        .sample(
            new Slice(List.of(Range.all(3), new Range(2, 1, 0), Range.all(2))),
            Input.numbers(3, 4, 2))
        .misuse(
            "slice: indices 2..8 lie outside axis 1 of [3, 7], which has 0..6",
            new Slice(List.of(Range.all(3), new Range(2, 1, 7))),
            new TensorType(Shape.of(3, 7), DType.F32))
        .misuse(
            "slice: indices 5..-1 by -2 lie outside axis 0 of [7], which has 0..6",
            new Slice(List.of(new Range(5, -2, 4))),
            new TensorType(Shape.of(7), DType.F32))
        .misuse(
            "slice: 1 ranges for the 2 axes of [3, 7]",
            new Slice(List.of(Range.all(3))),
            new TensorType(Shape.of(3, 7), DType.F32))
        .build();
  }
}

package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// More elements before and after each axis; a negative number takes elements away instead.
///
/// @param before how many come before each axis
/// @param after how many come after each axis
/// @param mode where they come from
/// @param value what they are if the mode is `CONSTANT`
public record Pad(List<Integer> before, List<Integer> after, Mode mode, double value)
    implements Composite {

  /// Where new elements come from. Elements are taken away first.
  public enum Mode {
    /// A number.
    CONSTANT,
    /// The axis mirrored at its end, without the last element.
    REFLECT,
    /// The last element.
    REPLICATE,
    /// The other end of the axis.
    CIRCULAR
  }

  /// Returns a tensor with zeros before and after each axis, one number for each axis.
  public static Tensor of(Tensor x, int[] before, int[] after) {
    return of(x, before, after, Mode.CONSTANT);
  }

  /// Returns a tensor with more elements before and after each axis, one number for each axis.
  public static Tensor of(Tensor x, int[] before, int[] after, Mode mode) {
    return new Pad(
            Arrays.stream(before).boxed().toList(), Arrays.stream(after).boxed().toList(), mode, 0)
        .on(x);
  }

  @Override
  public String name() {
    return "pad";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    if (before.size() != from.rank() || after.size() != from.rank()) {
      throw new ShapeException(
          "pad: needs a number before and after each axis of %s, got %s and %s"
              .formatted(from, before, after));
    }
    for (int axis = 0; axis < from.rank(); axis++) {
      check(from, axis);
    }
    return inputs.getFirst().with(shape(from));
  }

  private void check(Shape from, int axis) {
    int left = from.size(axis) + Math.min(before.get(axis), 0) + Math.min(after.get(axis), 0);
    int wanted = Math.max(before.get(axis), after.get(axis));
    int most =
        switch (mode) {
          case CONSTANT -> Integer.MAX_VALUE;
          case REFLECT -> left - 1;
          case REPLICATE -> left == 0 ? 0 : Integer.MAX_VALUE;
          case CIRCULAR -> left;
        };
    if (left < 0 || (wanted > 0 && wanted > most)) {
      throw new ShapeException(
          "pad: axis %d of %s cannot take %d before and %d after in mode %s"
              .formatted(
                  axis,
                  from,
                  before.get(axis),
                  after.get(axis),
                  mode.name().toLowerCase(Locale.ROOT)));
    }
  }

  private Shape shape(Shape from) {
    return Shape.of(
        IntStream.range(0, from.rank())
            .map(axis -> from.size(axis) + before.get(axis) + after.get(axis))
            .toArray());
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    var cropped = crop(x);
    if (mode == Mode.CONSTANT) {
      return value == 0 ? zeros(cropped, x.shape()) : constants(cropped);
    }
    for (int axis = 0; axis < before.size(); axis++) {
      if (before.get(axis) > 0 || after.get(axis) > 0) {
        cropped = IndexSelect.of(cropped, axis, sources(axis, cropped.shape().size(axis)));
      }
    }
    return cropped;
  }

  private Tensor crop(Tensor x) {
    var ranges = new ArrayList<Range>();
    for (int axis = 0; axis < before.size(); axis++) {
      int start = Math.max(-before.get(axis), 0);
      int end = x.shape().size(axis) - Math.max(-after.get(axis), 0);
      ranges.add(new Range(start, 1, end - start));
    }
    return new Slice(List.copyOf(ranges)).on(x);
  }

  private Tensor zeros(Tensor cropped, Shape from) {
    var ranges = new ArrayList<Range>();
    for (int axis = 0; axis < before.size(); axis++) {
      ranges.add(new Range(Math.max(before.get(axis), 0), 1, cropped.shape().size(axis)));
    }
    return new Place(List.copyOf(ranges), shape(from)).on(cropped);
  }

  private Tensor constants(Tensor padded) {
    for (int axis = 0; axis < before.size(); axis++) {
      var shape = padded.shape();
      padded =
          Concatenate.of(
              axis,
              List.of(
                  Tensor.full(
                      shape.with(axis, Math.max(before.get(axis), 0)), value, padded.dtype()),
                  padded,
                  Tensor.full(
                      shape.with(axis, Math.max(after.get(axis), 0)), value, padded.dtype())));
    }
    return padded;
  }

  /// Returns where the elements along an axis come from.
  private int[] sources(int axis, int size) {
    int left = Math.max(before.get(axis), 0);
    int right = Math.max(after.get(axis), 0);
    return IntStream.range(-left, size + right).map(i -> source(i, size)).toArray();
  }

  private int source(int i, int size) {
    return switch (mode) {
      case CONSTANT -> i;
      case REFLECT -> i < 0 ? -i : i < size ? i : 2 * size - 2 - i;
      case REPLICATE -> Math.clamp(i, 0, size - 1);
      case CIRCULAR -> Math.floorMod(i, size);
    };
  }

  @Override
  public boolean keepsInput(int input) {
    return mode != Mode.CONSTANT;
  }

  @Override
  public void backward(Backward tape) {
    if (mode == Mode.CONSTANT) {
      var crop = new Pad(negated(before), negated(after), mode, 0);
      tape.to(0, () -> crop.on(tape.upstream()));
    } else {
      Composite.super.backward(tape);
    }
  }

  private static List<Integer> negated(List<Integer> numbers) {
    return numbers.stream().map(number -> -number).toList();
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, new Pad(before, after, mode, 0)::on);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(
        shape(x.shape()),
        index -> {
          int[] from = new int[index.length];
          for (int axis = 0; axis < from.length; axis++) {
            int first = Math.max(-before.get(axis), 0);
            int left = x.shape().size(axis) - first - Math.max(-after.get(axis), 0);
            int at = index[axis] - Math.max(before.get(axis), 0);
            if (mode == Mode.CONSTANT && (at < 0 || at >= left)) {
              return value;
            }
            from[axis] = first + source(at, left);
          }
          return x.values()[Plain.place(x.shape(), from)];
        });
  }

  static OpSpec spec() {
    return OpSpec.of("pad")
        .summary("More elements before and after each axis; negative numbers take elements away.")
        .formula("y[before + i] = x[i]")
        .gradient("dx = Σ dy over the places that x[i] was put at")
        .sample(pad(Mode.CONSTANT, 0.5, List.of(0, 1), List.of(0, 2)), Input.numbers(3, 4))
        .sample(pad(Mode.CONSTANT, 0, List.of(2, 1), List.of(1, 0)), Input.numbers(3, 4))
        .sample(pad(Mode.CONSTANT, 0, List.of(1, -1), List.of(-2, 1)), Input.numbers(4, 5))
        .sample(pad(Mode.REFLECT, 0, List.of(0, 2), List.of(0, 1)), Input.numbers(2, 5))
        .sample(pad(Mode.REPLICATE, 0, List.of(2, 1), List.of(1, 2)), Input.numbers(4, 3))
        .sample(pad(Mode.CIRCULAR, 0, List.of(1, -1), List.of(0, 2)), Input.numbers(2, 5))
        .misuse(
            "pad: axis 1 of [3, 4] cannot take 4 before and 0 after in mode reflect",
            pad(Mode.REFLECT, 0, List.of(0, 4), List.of(0, 0)),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "pad: axis 0 of [3] cannot take -2 before and -2 after in mode constant",
            pad(Mode.CONSTANT, 0, List.of(-2), List.of(-2)),
            new TensorType(Shape.of(3), DType.F32))
        .misuse(
            "pad: needs a number before and after each axis of [3, 4], got [1] and [1]",
            pad(Mode.CONSTANT, 0, List.of(1), List.of(1)),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }

  private static Pad pad(Mode mode, double value, List<Integer> before, List<Integer> after) {
    return new Pad(before, after, mode, value);
  }
}

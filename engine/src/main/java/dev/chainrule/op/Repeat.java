package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Every slice of an axis several times in a row.
///
/// @param axis whose slices are repeated; negative numbers count from the end
/// @param counts how many times: one number for all slices, or one for each
public record Repeat(int axis, List<Integer> counts) implements Composite {

  /// Returns every slice of an axis several times in a row.
  public static Tensor of(Tensor x, int axis, int... counts) {
    return new Repeat(axis, Arrays.stream(counts).boxed().toList()).on(x);
  }

  @Override
  public String name() {
    return "repeat";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    int repeated = Axes.one(name(), axis, from);
    int size = from.size(repeated);
    boolean fits = counts.size() == 1 || counts.size() == size;
    if (!fits || counts.stream().anyMatch(count -> count < 0)) {
      throw new ShapeException(
          "repeat: needs one count, or %d for axis %d of %s, none of them negative; got %s"
              .formatted(size, repeated, from, counts));
    }
    return inputs.getFirst().with(from.with(repeated, places(size).length));
  }

  /// Returns which slice each slice of the result is.
  private int[] places(int size) {
    return IntStream.range(0, size)
        .flatMap(i -> IntStream.range(0, counts.get(counts.size() == 1 ? 0 : i)).map(_ -> i))
        .toArray();
  }

  private Tensor index(Shape from) {
    int[] places = places(from.size(axis));
    return Tensor.of(places, Shape.of(places.length));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    return IndexSelect.of(x, axis, index(x.shape()));
  }

  @Override
  public boolean keepsInput(int input) {
    return false;
  }

  @Override
  public void backward(Backward tape) {
    var from = tape.inputType(0).shape();
    var sums = new IndexAdd(from.axis(axis), from.size(axis));
    tape.to(0, () -> sums.on(tape.upstream(), index(from)));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, this::on);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int repeated = x.shape().axis(axis);
    int[] places = places(x.shape().size(repeated));
    return Plain.generate(
        x.shape().with(repeated, places.length),
        index -> {
          int[] from = index.clone();
          from[repeated] = places[index[repeated]];
          return x.values()[Plain.place(x.shape(), from)];
        });
  }

  static OpSpec spec() {
    return OpSpec.of("repeat")
        .summary("Every slice of an axis several times in a row.")
        .formula("y = x[0], x[0], …, x[1], x[1], …")
        .gradient("dx[i] = Σ dy over the copies of slice i")
        .sample(new Repeat(0, List.of(2)), Input.numbers(3, 2))
        .sample(new Repeat(-1, List.of(1, 0, 3)), Input.numbers(2, 3))
        .misuse(
            "repeat: needs one count, or 3 for axis 0 of [3, 2], none of them negative; got [1, 2]",
            new Repeat(0, List.of(1, 2)),
            new TensorType(Shape.of(3, 2), DType.F32))
        .build();
  }
}

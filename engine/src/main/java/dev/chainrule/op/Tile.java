package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The whole tensor several times side by side along each axis.
///
/// Counts and axes are aligned at the innermost axis: axes without a count stay, counts beyond the
/// axes make new outer axes.
///
/// @param counts how many times along each axis
public record Tile(List<Integer> counts) implements Composite {

  /// Returns the whole tensor several times side by side along each axis.
  public static Tensor of(Tensor x, int... counts) {
    return new Tile(Arrays.stream(counts).boxed().toList()).on(x);
  }

  @Override
  public String name() {
    return "tile";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    if (counts.stream().anyMatch(count -> count < 0)) {
      throw new ShapeException("tile: counts must not be negative, got " + counts);
    }
    int[] pairs = pairs(inputs.getFirst().shape());
    return inputs.getFirst().with(Shape.of(joined(pairs)));
  }

  /// Returns for each axis of the result its count and the size of the axis in the input.
  private int[] pairs(Shape from) {
    int rank = Math.max(from.rank(), counts.size());
    int[] pairs = new int[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      int place = axis - rank + counts.size();
      int source = axis - rank + from.rank();
      pairs[2 * axis] = place < 0 ? 1 : counts.get(place);
      pairs[2 * axis + 1] = source < 0 ? 1 : from.size(source);
    }
    return pairs;
  }

  private static int[] joined(int... pairs) {
    return IntStream.range(0, pairs.length / 2)
        .map(axis -> pairs[2 * axis] * pairs[2 * axis + 1])
        .toArray();
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    int[] pairs = pairs(x.shape());
    int[] single = pairs.clone();
    for (int i = 0; i < single.length; i += 2) {
      single[i] = 1;
    }
    return x.reshape(single).expand(pairs).reshape(joined(pairs));
  }

  @Override
  public boolean keepsInput(int input) {
    return false;
  }

  @Override
  public void backward(Backward tape) {
    var shape = tape.inputType(0).shape();
    int[] pairs = pairs(shape);
    int[] repeats = IntStream.range(0, pairs.length / 2).map(axis -> 2 * axis).toArray();
    tape.to(
        0,
        () ->
            repeats.length == 0
                ? tape.upstream()
                : tape.upstream().reshape(pairs).sum(repeats).reshape(shape.sizes()));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, this::on);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int[] pairs = pairs(x.shape());
    return Plain.generate(
        Shape.of(joined(pairs)),
        index -> {
          int[] from = index.clone();
          for (int axis = 0; axis < from.length; axis++) {
            from[axis] = index[axis] % pairs[2 * axis + 1];
          }
          return x.get(from);
        });
  }

  static OpSpec spec() {
    return OpSpec.of("tile")
        .summary("The whole tensor several times side by side along each axis.")
        .formula("y[i] = x[i mod n]")
        .gradient("dx = Σ dy over the copies")
        .sample(new Tile(List.of(2, 3)), Input.numbers(2, 3))
        .sample(new Tile(List.of(2, 1, 2)), Input.numbers(3))
        .sample(new Tile(List.of(2)), Input.numbers(2, 3))
        .sample(new Tile(List.of()), Input.numbers())
        .misuse(
            "tile: counts must not be negative, got [2, -1]",
            new Tile(List.of(2, -1)),
            new TensorType(Shape.of(2, 3), DType.F32))
        .build();
  }
}

package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The axes in another order; a view.
///
/// Axis `i` of the result is axis `order[i]` of the input.
///
/// @param order a permutation of `0 .. rank − 1`
public record Permute(List<Integer> order) implements Linear {

  /// Returns a tensor with its axes in another order; negative axes count from the end.
  public static Tensor of(Tensor x, int... order) {
    var fromStart = new Integer[order.length];
    for (int i = 0; i < order.length; i++) {
      fromStart[i] = order[i] < 0 ? order[i] + x.shape().rank() : order[i];
    }
    return new Permute(List.of(fromStart)).on(x);
  }

  /// Returns a tensor with two axes exchanged.
  public static Tensor swap(Tensor x, int a, int b) {
    int[] order = new int[x.shape().rank()];
    Arrays.setAll(order, axis -> axis);
    order[x.shape().axis(a)] = x.shape().axis(b);
    order[x.shape().axis(b)] = x.shape().axis(a);
    return of(x, order);
  }

  /// Returns a tensor with one axis moved to another place; the others keep their order.
  public static Tensor move(Tensor x, int from, int to) {
    var order = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    int moved = Axes.one("moveAxis", from, x.shape());
    order.remove(/* index */ moved);
    order.add(Axes.one("moveAxis", to, x.shape()), moved);
    return new Permute(List.copyOf(order)).on(x);
  }

  @Override
  public String name() {
    return "permute";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    if (!isPermutation(from.rank())) {
      throw new ShapeException(
          "permute: %s does not name each axis of %s once".formatted(order, from));
    }
    return inputs.getFirst().with(Shape.of(reordered(from::size)));
  }

  private boolean isPermutation(int rank) {
    boolean[] named = new boolean[rank];
    for (int axis : order) {
      if (axis < 0 || axis >= rank || named[axis]) {
        return false;
      }
      named[axis] = true;
    }
    return order.size() == rank;
  }

  private int[] reordered(IntUnaryOperator of) {
    int[] result = new int[order.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = of.applyAsInt(order.get(i));
    }
    return result;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var storage = inputs.getFirst().storage();
    return Tensor.of(storage.view(storage.offset(), reordered(storage::stride)), type);
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    var inverse = new Integer[order.size()];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[order.get(axis)] = axis;
    }
    return new Permute(List.of(inverse)).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    var shape = Shape.of(reordered(x.shape()::size));
    return Plain.generate(
        shape,
        index -> {
          int[] from = new int[index.length];
          for (int axis = 0; axis < index.length; axis++) {
            from[order.get(axis)] = index[axis];
          }
          return x.get(from);
        });
  }

  static OpSpec spec() {
    return OpSpec.of("permute")
        .summary("The axes in another order.")
        .formula("y[j…] = x[i…], jₐ = i of axis order[a]")
        .gradient("dx = dy in the inverse order")
        .sample(new Permute(List.of(1, 0)), Input.numbers(2, 3))
        .sample(new Permute(List.of(2, 0, 1)), Input.numbers(2, 3, 4))
        .misuse(
            "permute: [0, 0] does not name each axis of [2, 3] once",
            new Permute(List.of(0, 0)),
            new TensorType(Shape.of(2, 3), DType.F32))
        .build();
  }
}

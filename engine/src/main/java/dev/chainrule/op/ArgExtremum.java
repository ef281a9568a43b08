package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Extremum.Kind;
import java.util.List;

/// The index of the largest or smallest element along one axis, as `I64`: the first one at a tie,
/// that of the first NaN if there is one.
///
/// @param kind which of the two
/// @param axis along which; negative numbers count from the end
/// @param keep whether it stays as an axis of size 1
public record ArgExtremum(Kind kind, int axis, boolean keep) implements Ranking {

  /// Returns the index of the largest of all elements, counted in row-major order.
  public static Tensor max(Tensor x) {
    return max(Reshape.of(x, x.shape().elements()), 0);
  }

  /// Returns the index of the smallest of all elements, counted in row-major order.
  public static Tensor min(Tensor x) {
    return min(Reshape.of(x, x.shape().elements()), 0);
  }

  /// Returns the index of the largest element along an axis.
  public static Tensor max(Tensor x, int axis) {
    return new ArgExtremum(Kind.MAX, axis, false).on(x);
  }

  /// Returns the index of the smallest element along an axis.
  public static Tensor min(Tensor x, int axis) {
    return new ArgExtremum(Kind.MIN, axis, false).on(x);
  }

  @Override
  public String name() {
    return kind == Kind.MAX ? "argMax" : "argMin";
  }

  @Override
  public String chooses() {
    return kind == Kind.MAX ? "maxAlong" : "minAlong";
  }

  @Override
  public int places(Shape from) {
    if (from.size(axis) == 0) {
      throw new ShapeException(
          "%s: there is no element to choose from along axis %d of %s"
              .formatted(name(), axis, from));
    }
    return 1;
  }

  @Override
  public List<Integer> reference(double[] line) {
    for (int i = 0; i < line.length; i++) {
      if (Double.isNaN(line[i])) {
        return List.of(i);
      }
    }
    return ArgSort.sorted(line, kind == Kind.MAX).subList(0, 1);
  }

  static List<OpSpec> specs() {
    return List.of(
        spec(Kind.MAX, "The index of the largest element along one axis; NaN wins.", "argmax x"),
        spec(Kind.MIN, "The index of the smallest element along one axis; NaN wins.", "argmin x"));
  }

  private static OpSpec spec(Kind kind, String summary, String formula) {
    var first = new ArgExtremum(kind, 0, false);
    return OpSpec.of(first.name())
        .summary(summary)
        .formula("y = " + formula + ", the first one at a tie")
        .sample(first, Input.numbers(5))
        .sample(new ArgExtremum(kind, 1, true), Input.whole(-1, 1, 3, 4, 5))
        .sample(new ArgExtremum(kind, -1, false), Input.whole(0, 2, 3, 12))
        .sample(new ArgExtremum(kind, 1, false), Input.numbers(30, 1))
        .sample(new ArgExtremum(kind, -2, false), Input.numbers(13, 7))
        .sample(first, Input.truths(6, 3))
        .sample(first, Input.numbers(3, 0))
        .misuse(
            "%s: there is no element to choose from along axis 1 of [3, 0]".formatted(first.name()),
            new ArgExtremum(kind, 1, false),
            new TensorType(Shape.of(3, 0), DType.F32))
        .misuse(
            "%s: axis 2 does not exist; input is [3, 4]".formatted(first.name()),
            new ArgExtremum(kind, 2, false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}

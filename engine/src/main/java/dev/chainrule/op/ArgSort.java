package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The indices along one axis in the order of their elements, as `I64`; those of equal elements
/// keep their order. NaN counts as larger than every number.
///
/// @param axis along which; negative numbers count from the end
/// @param descending whether the largest elements come first
/// @param count how many indices are given, or [#ALL]
public record ArgSort(int axis, boolean descending, int count) implements Ranking {
  /// As many as there are elements.
  public static final int ALL = -1;

  /// Returns the indices that sort an axis: gathered there, the elements stand in order.
  public static Tensor of(Tensor x, int axis, boolean descending) {
    return new ArgSort(axis, descending, ALL).on(x);
  }

  @Override
  public String name() {
    return count == ALL ? "argSort" : "argTopK";
  }

  @Override
  public String chooses() {
    return count == ALL ? "sort" : "topK";
  }

  @Override
  public int places(Shape from) {
    int size = from.size(axis);
    if (count != ALL && (count < 0 || count > size)) {
      throw new ShapeException(
          "%s: cannot take %d elements along axis %d of %s, which has %d"
              .formatted(chooses(), count, axis, from, size));
    }
    return count == ALL ? size : count;
  }

  @Override
  public List<Integer> reference(double[] line) {
    return sorted(line, descending);
  }

  /// Returns the places in the order of their elements; equal ones keep theirs.
  static List<Integer> sorted(double[] line, boolean descending) {
    // adding 0 turns −0 into 0
    Comparator<Integer> order = Comparator.comparingDouble(i -> line[i] + 0.0);
    return IntStream.range(0, line.length)
        .boxed()
        .sorted(descending ? order.reversed() : order)
        .toList();
  }

  static List<OpSpec> specs() {
    return List.of(
        samples(
            ALL,
            "The indices along one axis in the order of their elements, equal ones in their own;"
                + " NaN last, or first in descending order.",
            "y = the permutation that sorts x"),
        samples(
            2,
            "The indices of the largest elements along one axis, or of the smallest, in their"
                + " order.",
            "y = the first k of argSort x"));
  }

  private static OpSpec samples(int count, String summary, String formula) {
    var first = new ArgSort(0, false, count);
    var spec =
        OpSpec.of(first.name())
            .summary(summary)
            .formula(formula)
            .source("Knuth: The Art of Computer Programming, volume 3, section 5.2.4")
            .sample(first, Input.numbers(12))
            .sample(new ArgSort(1, true, count), Input.whole(-1, 1, 3, 4, 5))
            .sample(new ArgSort(-1, true, count), Input.whole(0, 40, 2, 137))
            .sample(new ArgSort(-2, false, count), Input.numbers(67, 3))
            .sample(new ArgSort(1, true, count), Input.numbers(3, 20))
            .sample(first, Input.numbers(2, 0))
            .misuse(
                "%s: axis 2 does not exist; input is [3, 4]".formatted(first.name()),
                new ArgSort(2, false, count),
                new TensorType(Shape.of(3, 4), DType.F32));
    return count == ALL
        ? spec.sample(first, Input.numbers(1, 3)).sample(first, Input.numbers(0, 3)).build()
        : spec.sample(new ArgSort(0, true, 40), Input.numbers(70))
            .misuse(
                "topK: cannot take 2 elements along axis 0 of [1, 4], which has 1",
                first,
                new TensorType(Shape.of(1, 4), DType.F32))
            .build();
  }
}

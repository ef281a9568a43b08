package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
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
public record ArgSort(int axis, boolean descending) implements Ranking {

  /// Returns the indices that sort an axis: gathered there, the elements stand in order.
  public static Tensor of(Tensor x, int axis, boolean descending) {
    return new ArgSort(axis, descending).on(x);
  }

  @Override
  public String name() {
    return "argSort";
  }

  @Override
  public String chooses() {
    return "sort";
  }

  @Override
  public int places(Shape from) {
    return from.size(axis);
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

  static OpSpec spec() {
    var first = new ArgSort(0, false);
    return OpSpec.of("argSort")
        .summary(
            "The indices along one axis in the order of their elements, equal ones in their own;"
                + " NaN last, or first in descending order.")
        .formula("y = the permutation that sorts x")
        .source("Knuth: The Art of Computer Programming, volume 3, section 5.2.4")
        .sample(first, Input.numbers(5))
        .sample(new ArgSort(1, true), Input.whole(-1, 1, 3, 4, 5))
        .sample(new ArgSort(-1, true), Input.whole(0, 40, 2, 137))
        .sample(new ArgSort(-2, false), Input.numbers(67, 3))
        .sample(new ArgSort(1, true), Input.numbers(3, 20))
        .sample(first, Input.numbers(1, 3))
        .sample(first, Input.numbers(0, 3))
        .sample(first, Input.numbers(2, 0))
        .misuse(
            "argSort: axis 2 does not exist; input is [3, 4]",
            new ArgSort(2, false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}

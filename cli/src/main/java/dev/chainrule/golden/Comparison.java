package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Compares what Chainrule found with the right answer and says in one line where they differ.
final class Comparison {
  private Comparison() {}

  /// Returns the facts about the worst difference, or nothing if all is within the tolerance.
  static Optional<String> difference(
      String name, Tensor expected, Tensor found, Tolerance tolerance) {
    return difference(name, expected, found, tolerance, _ -> false);
  }

  /// Returns the same, leaving out the elements that are `excused`, given by row-major position.
  static Optional<String> difference(
      String name, Tensor expected, Tensor found, Tolerance tolerance, IntPredicate excused) {
    return mismatch(name, expected, found)
        .or(() -> worst(name, expected, found, tolerance, excused));
  }

  private static Optional<String> mismatch(String name, Tensor expected, Tensor found) {
    if (!found.shape().equals(expected.shape())) {
      return Optional.of(
          "%s: expected shape %s, got %s".formatted(name, expected.shape(), found.shape()));
    }
    if (!sameKind(found.dtype(), expected.dtype())) {
      return Optional.of(
          "%s: expected dtype %s, got %s".formatted(name, expected.dtype(), found.dtype()));
    }
    return Optional.empty();
  }

  private static Optional<String> worst(
      String name, Tensor expected, Tensor found, Tolerance tolerance, IntPredicate excused) {
    double[] right = expected.toDoubleArray();
    double[] ours = found.toDoubleArray();
    int[] wrong =
        IntStream.range(0, right.length)
            .filter(i -> !tolerance.accepts(right[i], ours[i]) && !excused.test(i))
            .toArray();
    return IntStream.of(wrong)
        .boxed()
        .max(Comparator.comparingDouble(i -> excess(right[i], ours[i])))
        .map(worst ->
            "%s%s: expected %s, got %s, off by %s where %s is allowed; %d of %d elements differ"
                .formatted(
                    name,
                    index(worst, expected.shape()),
                    right[worst],
                    ours[worst],
                    Math.abs(ours[worst] - right[worst]),
                    tolerance.allowed(right[worst]),
                    wrong.length,
                    right.length));
  }

  /// PyTorch's integers are 64 bits wide; Chainrule may answer in a narrower type.
  private static boolean sameKind(DType found, DType expected) {
    return found == expected || (isWhole(found) && isWhole(expected));
  }

  private static boolean isWhole(DType dtype) {
    return dtype == DType.U8 || dtype == DType.I32 || dtype == DType.I64;
  }

  /// The difference; the largest there is where only one of the two is a number.
  private static double excess(double right, double ours) {
    double difference = Math.abs(ours - right);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  /// Returns `[1, 2]` for a row-major position, and nothing for a single number.
  private static String index(int position, Shape shape) {
    int[] sizes = shape.sizes();
    int[] index = new int[sizes.length];
    int rest = position;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      index[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return sizes.length == 0 ? "" : Arrays.toString(index);
  }
}

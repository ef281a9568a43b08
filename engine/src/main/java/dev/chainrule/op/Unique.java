package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Arrays;

/// The different elements of a tensor. How many there are is known only when the numbers are, so
/// the shapes depend on data.
///
/// −0 equals 0, and all NaN count as one. Gradients go to the first of equal elements.
///
/// @param values the elements in ascending order, NaN last: `[different]`
/// @param inverse for every element its place among the values, `I64`, in the tensor's shape
/// @param counts how often each value occurs, `I64`: `[different]`
public record Unique(Tensor values, Tensor inverse, Tensor counts) {

  /// Returns the different elements of a tensor, in row-major order.
  public static Unique of(Tensor x) {
    var line = x.reshape(x.shape().elements());
    var order = new ArgSort(0, false).on(line);
    int[] places = order.toIntArray();
    var sorted = IndexSelect.of(line, 0, order).detach();
    boolean[] sameAsNext = sameAsNext(sorted);
    long[] inverse = new long[places.length];
    long[] counts = new long[places.length];
    int[] first = new int[places.length];
    int found = 0;
    for (int i = 0; i < places.length; i++) {
      if (i == 0 || !sameAsNext[i - 1]) {
        first[found++] = places[i];
      }
      inverse[places[i]] = found - 1L;
      counts[found - 1]++;
    }
    return new Unique(
        IndexSelect.of(line, 0, Arrays.copyOf(first, found)),
        Tensor.of(inverse, x.shape()),
        Tensor.of(Arrays.copyOf(counts, found), Shape.of(found)));
  }

  private static boolean[] sameAsNext(Tensor sorted) {
    int size = sorted.shape().elements();
    if (size < 2) {
      return new boolean[size];
    }
    var numbers = sorted.dtype() == DType.BOOL ? sorted.to(DType.U8) : sorted;
    var left = numbers.slice(0, 0, size - 1);
    var right = numbers.slice(0, 1, size);
    var bothNan = Comparisons.AND.on(Comparisons.IS_NAN.on(left), Comparisons.IS_NAN.on(right));
    return Comparisons.OR.on(Comparisons.EQ.on(left, right), bothNan).toBooleanArray();
  }
}

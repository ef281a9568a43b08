package dev.chainrule.op;

import dev.chainrule.kernel.Storage;
import java.util.List;

/// Indices of one axis at equal distances: `start, start + step, …`, `size` of them.
///
/// @param start the first index
/// @param step the distance to the next one; negative to go backwards, never 0
/// @param size how many there are
public record Range(int start, int step, int size) {

  public Range {
    if (step == 0 || size < 0) {
      throw new IllegalArgumentException(
          "Range: step must not be 0 and size not negative, got step %d and size %d"
              .formatted(step, size));
    }
  }

  /// Returns all indices of an axis.
  public static Range all(int size) {
    return new Range(0, 1, size);
  }

  /// Returns the indices from `from` (included) to `to` (excluded); negative numbers count from the
  /// end of an axis of the given size.
  ///
  /// With a negative step, `to = −size − 1` stands before the first index.
  public static Range between(int from, int to, int step, int axisSize) {
    int first = from < 0 ? from + axisSize : from;
    int end = to < 0 ? to + axisSize : to;
    int size = step == 0 ? 0 : Math.max(0, Math.ceilDiv(end - first, step));
    return new Range(first, step, size);
  }

  /// Returns the last index.
  int last() {
    return start + (size - 1) * step;
  }

  /// Returns whether all indices exist on an axis of the given size.
  boolean within(int axisSize) {
    return size == 0 || (start >= 0 && start < axisSize && last() >= 0 && last() < axisSize);
  }

  /// Returns a view of the elements at the ranges' indices, one range for each axis.
  static Storage view(Storage storage, List<Range> ranges) {
    int place = storage.offset();
    int[] strides = new int[ranges.size()];
    for (int axis = 0; axis < strides.length; axis++) {
      var range = ranges.get(axis);
      place += range.size == 0 ? 0 : range.start * storage.stride(axis);
      strides[axis] = range.step * storage.stride(axis);
    }
    return storage.view(place, strides);
  }

  /// Returns for example `2..8` or `0..8 by 2`; the last index is included.
  @Override
  public String toString() {
    return size == 0 ? "none" : start + ".." + last() + (step == 1 ? "" : " by " + step);
  }
}

package dev.chainrule.kernel;

import java.util.Arrays;

/// The axes of a fold: those of size 1 gone, neighbours that are both combined or both kept joined
/// where the strides allow it.
@SuppressWarnings("ArrayRecordComponent") // never compared
record FoldSpace(int[] sizes, boolean[] over, Storage storage, int axis) {

  static FoldSpace of(int[] sizes, boolean[] over, Storage storage) {
    int[] joined = new int[sizes.length];
    int[] strides = new int[sizes.length];
    boolean[] combined = new boolean[sizes.length];
    int rank = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 1) {
        continue;
      }
      boolean joins =
          rank > 0
              && combined[rank - 1] == over[i]
              && strides[rank - 1] == storage.stride(i) * sizes[i];
      int at = joins ? rank - 1 : rank++;
      joined[at] = joins ? joined[at] * sizes[i] : sizes[i];
      strides[at] = storage.stride(i);
      combined[at] = over[i];
    }
    int last = rank - 1;
    while (last >= 0 && !combined[last]) {
      last--;
    }
    var view = storage.view(storage.offset(), Arrays.copyOf(strides, rank));
    return new FoldSpace(Arrays.copyOf(joined, rank), Arrays.copyOf(combined, rank), view, last);
  }

  int elements() {
    return product(0, sizes.length);
  }

  /// Returns how many numbers are left in the end.
  int results() {
    int results = 1;
    for (int i = 0; i < sizes.length; i++) {
      results *= over[i] ? 1 : sizes[i];
    }
    return results;
  }

  /// Returns whether any axis is combined.
  boolean folds() {
    return axis >= 0;
  }

  /// Returns whether the innermost group is one axis and its elements, or the rows inside it, are
  /// neighbours.
  boolean regular() {
    int inside = sizes.length - 1 - axis;
    return (axis == 0 || !over[axis - 1]) && inside <= 1 && storage.stride(sizes.length - 1) == 1;
  }

  /// Returns how many elements become one in the innermost group.
  int count() {
    return sizes[axis];
  }

  /// Returns how many elements lie inside the innermost group.
  int columns() {
    return product(axis + 1, sizes.length);
  }

  /// Returns how many indices there are outside the innermost group.
  int planes() {
    return product(0, axis);
  }

  int[] sizesLeft() {
    int[] left = Arrays.copyOf(sizes, sizes.length - 1);
    System.arraycopy(sizes, axis + 1, left, axis, left.length - axis);
    return left;
  }

  boolean[] overLeft() {
    boolean[] left = Arrays.copyOf(over, over.length - 1);
    System.arraycopy(over, axis + 1, left, axis, left.length - axis);
    return left;
  }

  /// Moves a window to the elements at one index outside the group: a row for each element of the
  /// group.
  Matrix plane(int index, Matrix window) {
    return window.move(storage.array(), place(index), storage.stride(axis), count(), columns());
  }

  /// Moves a window to at most `rows` rows of a group that has nothing inside it, from the given
  /// one on: as many as are equally far apart.
  Matrix row(int index, int rows, Matrix window) {
    int neighbours = axis == 0 ? 1 : sizes[axis - 1];
    int stride = axis == 0 ? 0 : storage.stride(axis - 1);
    int together = Math.min(rows, neighbours - index % neighbours);
    return window.move(storage.array(), place(index), stride, together, count());
  }

  private int place(int index) {
    int place = storage.offset();
    int rest = index;
    for (int i = axis - 1; i >= 0 && rest > 0; i--) {
      place += rest % sizes[i] * storage.stride(i);
      rest /= sizes[i];
    }
    return place;
  }

  private int product(int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product *= sizes[i];
    }
    return product;
  }
}

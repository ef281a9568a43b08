package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;

/// A batch of matrices in a storage: the two innermost axes, for every index of the outer ones.
public final class Matrices {
  private final Storage storage;
  private final int[] distances;
  final Strides strides;

  private Matrices(Storage storage, int[] distances, Strides strides) {
    this.storage = storage;
    this.distances = distances;
    this.strides = strides;
  }

  /// Returns the matrices of a storage, in row-major order of its outer axes.
  ///
  /// @param outer the sizes of the outer axes; the storage has two more
  public static Matrices of(Storage storage, int[] outer) {
    int count = 1;
    for (int size : outer) {
      count *= size;
    }
    int[] distances = new int[count];
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int axis = outer.length - 1; axis >= 0; axis--) {
        distances[i] += rest % outer[axis] * storage.stride(axis);
        rest /= outer[axis];
      }
    }
    var strides = new Strides(storage.stride(outer.length), storage.stride(outer.length + 1));
    return new Matrices(storage, distances, strides);
  }

  int count() {
    return distances.length;
  }

  Object array() {
    return storage.array();
  }

  /// Returns where a matrix begins.
  int place(int index) {
    return storage.offset() + distances[index];
  }
}

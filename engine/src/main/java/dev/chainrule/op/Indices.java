package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Storage;
import java.util.Arrays;

/// Whole numbers that name places along an axis.
final class Indices {
  private Indices() {}

  /// @throws DTypeException in the name of `operation` if indices are no whole numbers
  static void check(String operation, TensorType index) {
    if (index.dtype().floating() || index.dtype() == DType.BOOL) {
      throw new DTypeException(
          "%s: indices must be whole numbers, got %s; convert with to(DType.I32)"
              .formatted(operation, index.dtype()));
    }
  }

  /// Checks indices that are given for every element: they have the rank of the indexed shape and
  /// are not longer on any axis but the indexed one.
  ///
  /// @throws ShapeException in the name of `operation` if they do not fit
  static void check(String operation, TensorType index, Shape indexed, int axis) {
    check(operation, index);
    var shape = index.shape();
    boolean fits = shape.rank() == indexed.rank();
    for (int i = 0; fits && i < shape.rank(); i++) {
      fits = i == axis || shape.size(i) <= indexed.size(i);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: indices of shape %s do not fit %s along axis %d; they need as many axes, and sizes not larger on the others"
              .formatted(operation, shape, indexed, axis));
    }
  }

  /// Returns indices as contiguous `I32`, all of them on the axis.
  ///
  /// @throws ShapeException in the name of `operation` if one of them is not
  static Storage of(String operation, Tensor index, Shape indexed, int axis) {
    int size = indexed.size(axis);
    var places = places(index.detach());
    int wrong = firstOutside(places, index.shape().elements(), size);
    if (wrong >= 0) {
      int[] place = Plain.index(index.shape(), wrong);
      throw new ShapeException(
          "%s: index %d%s is outside 0..%d, the indices of axis %d of %s"
              .formatted(
                  operation,
                  (long) index.get(place),
                  place.length == 0 ? "" : " at " + Arrays.toString(place),
                  size - 1,
                  axis,
                  indexed));
    }
    return places;
  }

  /// Returns indices as contiguous `I32`; what does not fit into it becomes −1.
  private static Storage places(Tensor index) {
    if (index.dtype() != DType.I64) {
      return Reshape.contiguous(index.to(DType.I32));
    }
    long[] wide = index.toLongArray();
    int[] places = new int[wide.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = wide[i] == (int) wide[i] ? (int) wide[i] : -1;
    }
    return new Storage(places, DType.I32.element(), 0, Storage.contiguous(index.shape().sizes()));
  }

  private static int firstOutside(Storage places, int count, int size) {
    int[] indices = (int[]) places.array();
    int end = places.offset() + count;
    for (int i = places.offset(); i < end; i++) {
      if (indices[i] < 0 || indices[i] >= size) {
        return i - places.offset();
      }
    }
    return -1;
  }
}

package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Storage;
import java.util.List;

/// NumPy's broadcasting: shapes are aligned at their innermost axes, and an axis of size 1 or none
/// at all is repeated.
public final class Broadcast {
  private Broadcast() {}

  /// Returns the shape that all inputs broadcast to.
  ///
  /// @throws ShapeException in the name of `operation` if they do not
  public static Shape shape(String operation, List<TensorType> inputs) {
    var result = inputs.getFirst().shape();
    for (int i = 1; i < inputs.size(); i++) {
      result = shape(operation, result, inputs.get(i).shape());
    }
    return result;
  }

  /// Returns the shape that two shapes broadcast to.
  ///
  /// @throws ShapeException in the name of `operation` if they do not
  public static Shape shape(String operation, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] sizes = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int left = size(a, axis - rank);
      int right = size(b, axis - rank);
      if (left != right && left != 1 && right != 1) {
        throw new ShapeException(
            "%s: shapes do not broadcast: %s and %s differ on axis %d (%d and %d); only equal sizes or 1 broadcast"
                .formatted(operation, a, b, axis, left, right));
      }
      sizes[axis] = left == 1 ? right : left;
    }
    return Shape.of(sizes);
  }

  private static int size(Shape shape, int axisFromEnd) {
    return -axisFromEnd > shape.rank() ? 1 : shape.size(axisFromEnd);
  }

  /// Returns a view of a storage in which the repeated axes have stride 0; for the engine only.
  @SuppressWarnings("exports") // the kernel package is not for users
  public static Storage expand(Storage storage, Shape from, Shape to) {
    if (from.equals(to)) {
      return storage;
    }
    int[] strides = new int[to.rank()];
    int surplus = to.rank() - from.rank();
    for (int axis = 0; axis < from.rank(); axis++) {
      boolean repeated = from.size(axis) == 1 && to.size(axis + surplus) != 1;
      strides[axis + surplus] = repeated ? 0 : storage.stride(axis);
    }
    return storage.view(storage.offset(), strides);
  }
}

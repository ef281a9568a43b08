package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Whole numbers that name places along an axis.
final class Indices {
  private Indices() {}

  /// Returns the whole number that lies so far behind the first element.
  static long at(Tensor x, int distance) {
    int place = x.storage().offset() + distance;
    return switch (x.storage().array()) {
      case int[] ints -> ints[place];
      case long[] longs -> longs[place];
      case byte[] bytes -> bytes[place] & 0xFF;
      default -> throw new IllegalStateException("no whole numbers: " + x.dtype());
    };
  }

  /// Returns whole numbers whose elements are neighbours: the same tensor if they are already.
  static Tensor plain(Tensor x) {
    return isContiguous(x) ? x : Tensor.of(Copies.of(x), x.type());
  }

  /// Returns whether elements are neighbours; unlike that of a storage, the question makes no
  /// array.
  private static boolean isContiguous(Tensor x) {
    int step = 1;
    for (int axis = x.shape().rank() - 1; axis >= 0; axis--) {
      if (x.shape().size(axis) != 1 && x.storage().stride(axis) != step) {
        return false;
      }
      step *= x.shape().size(axis);
    }
    return true;
  }

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

  /// Returns a computation on indices, which are contiguous `I32`, and all of them on the axis:
  /// others are converted and checked whenever it runs.
  ///
  /// @param code returns the computation on the indices' place; when it runs and an index is not on
  ///   the axis, it throws a [ShapeException] in the name of `operation`
  static Runnable bind(
      String operation, Tensor index, Shape indexed, int axis, Function<Storage, Runnable> code) {
    return Contiguous.bind(
        List.of(index),
        places -> {
          var given = places.getFirst();
          int count = index.shape().elements();
          int size = indexed.size(axis);
          var whole =
              given.array() instanceof int[]
                  ? given
                  : Storage.allocate(DType.I32.element(), index.shape().sizes());
          var computation = code.apply(whole);
          return () -> {
            int wrong = narrow(given, whole, count, size);
            if (wrong >= 0) {
              throw outside(operation, index, wrong, indexed, axis);
            }
            computation.run();
          };
        });
  }

  private static ShapeException outside(
      String operation, Tensor index, int wrong, Shape indexed, int axis) {
    int[] place = Plain.index(index.shape(), wrong);
    return new ShapeException(
        "%s: index %d%s is outside 0..%d, the indices of axis %d of %s"
            .formatted(
                operation,
                (long) index.detach().get(place),
                place.length == 0 ? "" : " at " + Arrays.toString(place),
                indexed.size(axis) - 1,
                axis,
                indexed));
  }

  /// Copies indices to where they are whole numbers of 32 bits, if they are not, and returns the
  /// place of the first one that is outside, or −1.
  private static int narrow(Storage given, Storage whole, int count, int size) {
    int[] to = (int[]) whole.array();
    int first = whole.offset();
    int from = given.offset();
    for (int i = 0; i < count; i++) {
      long index =
          switch (given.array()) {
            case long[] longs -> longs[from + i];
            case byte[] bytes -> bytes[from + i] & 0xFF;
            default -> to[first + i];
          };
      if (index < 0 || index >= size) {
        return i;
      }
      if (given != whole) {
        to[first + i] = (int) index;
      }
    }
    return -1;
  }
}

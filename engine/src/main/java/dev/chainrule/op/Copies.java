package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Loops;
import dev.chainrule.kernel.Storage;
import dev.chainrule.scalar.Expression;
import java.util.Arrays;

/// Copies elements into places of a new storage.
final class Copies {
  private static final Expression SAME = Expression.input(0);

  private Copies() {}

  /// Returns a new storage of zeros for a tensor of the given type.
  static Storage zeros(TensorType type) {
    return Storage.allocate(type.dtype().element(), type.shape().sizes());
  }

  /// Copies a tensor into a view that has its shape and element type.
  static void into(Storage view, Tensor x) {
    Loops.map(SAME, Reshape.copying(x.dtype()), x.shape().sizes(), x.storage(), view);
  }

  /// Sets all elements of a contiguous storage to 0.
  static void clear(Storage storage, int elements) {
    int from = storage.offset();
    int end = from + elements;
    switch (storage.array()) {
      case float[] array -> Arrays.fill(array, from, end, 0);
      case double[] array -> Arrays.fill(array, from, end, 0);
      case int[] array -> Arrays.fill(array, from, end, 0);
      case long[] array -> Arrays.fill(array, from, end, 0);
      case byte[] array -> Arrays.fill(array, from, end, (byte) 0);
      case boolean[] array -> Arrays.fill(array, from, end, false);
      default -> throw new IllegalStateException("no such storage: " + storage.element());
    }
  }

  /// Returns a new contiguous storage with the elements of a tensor.
  static Storage of(Tensor x) {
    var copy = zeros(x.type());
    into(copy, x);
    return copy;
  }
}

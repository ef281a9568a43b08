package dev.chainrule.kernel;

/// Reads and writes elements at equal distances in a storage: lines of a tensor, or parts of them.
final class Places {
  private Places() {}

  /// Copies elements of `F32` or `F64` into the beginning of an array.
  ///
  /// @param start the first place, counted from the storage's offset
  /// @param step from one place to the next
  static void read(Storage x, int start, int step, int count, double[] to) {
    int from = x.offset() + start;
    if (x.array() instanceof float[] array) {
      for (int i = 0; i < count; i++) {
        to[i] = array[from + i * step];
      }
    } else {
      double[] array = (double[]) x.array();
      for (int i = 0; i < count; i++) {
        to[i] = array[from + i * step];
      }
    }
  }

  /// Copies the beginning of an array to places, rounded to `F32` or `F64`.
  ///
  /// @param start the first place, counted from the storage's offset
  /// @param step from one place to the next
  static void write(double[] from, int count, Storage y, int start, int step) {
    int to = y.offset() + start;
    if (y.array() instanceof float[] array) {
      for (int i = 0; i < count; i++) {
        array[to + i * step] = (float) from[i];
      }
    } else {
      double[] array = (double[]) y.array();
      for (int i = 0; i < count; i++) {
        array[to + i * step] = from[i];
      }
    }
  }
}

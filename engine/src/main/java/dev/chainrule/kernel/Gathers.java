package dev.chainrule.kernel;

/// Copies elements from the places that indices name. All storages are contiguous, indices are
/// valid.
public final class Gathers {
  private Gathers() {}

  /// Returns the call that sets `y[o, j, i] = x[o, index[o, j, i], i]`.
  ///
  /// @param from the lines of `x`
  /// @param size how many indices `j` there are
  public static Runnable elements(Storage x, Lines from, Storage index, int size, Storage y) {
    int inner = from.inner();
    return new Rows(from, size) {
      @Override
      void run(int o, int j, int count) {
        int row = o * size + j;
        int base = o * from.size() * inner;
        if (inner == 1) {
          copy(x, base, index, row, y, row, 1, 0, count);
        } else {
          for (int r = row; r < row + count; r++) {
            copy(x, base, index, r * inner, y, r * inner, inner, 1, inner);
          }
        }
      }
    };
  }

  /// Returns the call that sets `y[o, j, i] = x[o, index[j], i]`.
  ///
  /// @param from the lines of `x`
  /// @param size how many indices `j` there are
  public static Runnable rows(Storage x, Lines from, Storage index, int size, Storage y) {
    int inner = from.inner();
    return new Rows(from, size) {
      @Override
      void run(int o, int j, int count) {
        if (inner == 1) {
          copy(x, o * from.size(), index, j, y, o * size + j, 1, 0, count);
          return;
        }
        int[] places = (int[]) index.array();
        for (int k = j; k < j + count; k++) {
          int source = o * from.size() + places[index.offset() + k];
          int to = y.offset() + (o * size + k) * inner;
          System.arraycopy(x.array(), x.offset() + source * inner, y.array(), to, inner);
        }
      }
    };
  }

  /// Work on all indices of all lines.
  private abstract static class Rows extends Shared {
    private final int size;

    Rows(Lines from, int size) {
      super(from.outer() * size, 1, from.outer() * size * from.inner());
      this.size = size;
    }

    /// Does the work for rows `j .. j + count − 1` of line `o`.
    abstract void run(int o, int j, int count);

    @Override
    final void run(int from, int to) {
      for (int row = from; row < to; ) {
        int count = Math.min(size - row % size, to - row);
        run(row / size, row % size, count);
        row += count;
      }
    }
  }

  /// `y[to + i] = x[base + index[at + i] · scale + i · step]` for `count` elements.
  private static void copy(
      Storage x,
      int base,
      Storage index,
      int at,
      Storage y,
      int to,
      int scale,
      int step,
      int count) {
    int[] places = (int[]) index.array();
    int first = index.offset() + at;
    int source = x.offset() + base;
    int target = y.offset() + to;
    switch (y.array()) {
      case float[] out -> {
        float[] in = (float[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] = in[source + places[first + i] * scale + i * step];
        }
      }
      case double[] out -> {
        double[] in = (double[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] = in[source + places[first + i] * scale + i * step];
        }
      }
      case int[] out -> {
        int[] in = (int[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] = in[source + places[first + i] * scale + i * step];
        }
      }
      case long[] out -> {
        long[] in = (long[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] = in[source + places[first + i] * scale + i * step];
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          System.arraycopy(
              x.array(), source + places[first + i] * scale + i * step, y.array(), target + i, 1);
        }
      }
    }
  }
}

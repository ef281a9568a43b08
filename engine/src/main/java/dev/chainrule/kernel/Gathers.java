package dev.chainrule.kernel;

/// Copies elements from the places that indices name. All storages are contiguous, indices are
/// valid.
public final class Gathers {
  private Gathers() {}

  /// `y[o, j, i] = x[o, index[o, j, i], i]`.
  ///
  /// @param from the lines of `x`
  /// @param size how many indices `j` there are
  public static void elements(Storage x, Lines from, Storage index, int size, Storage y) {
    rows(
        from,
        size,
        (o, j, count) -> {
          int row = o * size + j;
          if (from.inner() == 1) {
            copy(x, o * from.size(), index, row, y, row, 1, 0, count);
          } else {
            for (int r = row; r < row + count; r++) {
              int at = r * from.inner();
              copy(
                  x,
                  o * from.size() * from.inner(),
                  index,
                  at,
                  y,
                  at,
                  from.inner(),
                  1,
                  from.inner());
            }
          }
        });
  }

  /// `y[o, j, i] = x[o, index[j], i]`.
  ///
  /// @param from the lines of `x`
  /// @param size how many indices `j` there are
  public static void rows(Storage x, Lines from, Storage index, int size, Storage y) {
    int inner = from.inner();
    int[] places = (int[]) index.array();
    rows(
        from,
        size,
        (o, j, count) -> {
          if (inner == 1) {
            copy(x, o * from.size(), index, j, y, o * size + j, 1, 0, count);
          } else {
            for (int k = j; k < j + count; k++) {
              int source = o * from.size() + places[index.offset() + k];
              System.arraycopy(
                  x.array(),
                  x.offset() + source * inner,
                  y.array(),
                  y.offset() + (o * size + k) * inner,
                  inner);
            }
          }
        });
  }

  /// Work on rows `j .. j + count − 1` of line `o`.
  private interface Rows {
    void run(int o, int j, int count);
  }

  private static void rows(Lines from, int size, Rows work) {
    int rows = from.outer() * size;
    int parts = Math.min(Loops.parts(rows * from.inner()), Math.max(rows, 1));
    Loops.fork(
        parts,
        rows,
        1,
        (first, end) -> {
          for (int row = first; row < end; ) {
            int count = Math.min(size - row % size, end - row);
            work.run(row / size, row % size, count);
            row += count;
          }
        });
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

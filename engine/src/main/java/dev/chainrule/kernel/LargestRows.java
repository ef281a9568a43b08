package dev.chainrule.kernel;

import java.util.Arrays;

/// The largest elements of rows that share a place: which row they are in, the first one at a tie;
/// NaN wins.
public final class LargestRows {
  private LargestRows() {}

  /// Returns the call that finds for every place and column the row, among those whose index is the
  /// place, with the largest element, or the number of rows where there is none.
  ///
  /// @param x contiguous rows
  /// @param index the place of each row, contiguous `I32`
  /// @param rows how many there are
  /// @param y contiguous `I64`, as many columns as `x`
  public static Runnable of(
      Storage x, Storage index, int rows, int columns, Storage y, int places) {
    return () -> {
      long[] found = (long[]) y.array();
      int[] to = (int[]) index.array();
      Arrays.fill(found, y.offset(), y.offset() + places * columns, rows);
      for (int row = 0; row < rows; row++) {
        int place = y.offset() + to[index.offset() + row] * columns;
        if (x.array() instanceof float[] floats) {
          row(floats, x.offset(), row, columns, found, place, rows);
        } else {
          row((double[]) x.array(), x.offset(), row, columns, found, place, rows);
        }
      }
    };
  }

  private static void row(
      float[] x, int first, int row, int columns, long[] found, int place, int none) {
    for (int i = 0; i < columns; i++) {
      int best = (int) found[place + i];
      float value = x[first + row * columns + i];
      if (best == none || larger(value, x[first + best * columns + i])) {
        found[place + i] = row;
      }
    }
  }

  private static void row(
      double[] x, int first, int row, int columns, long[] found, int place, int none) {
    for (int i = 0; i < columns; i++) {
      int best = (int) found[place + i];
      double value = x[first + row * columns + i];
      if (best == none || larger(value, x[first + best * columns + i])) {
        found[place + i] = row;
      }
    }
  }

  private static boolean larger(double a, double b) {
    return a > b || (Double.isNaN(a) && !Double.isNaN(b));
  }
}

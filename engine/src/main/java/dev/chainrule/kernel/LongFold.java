package dev.chainrule.kernel;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/// Folds over whole numbers, which are exact in any order: a template, see [Specialized].
final class LongFold implements FoldKernel {
  private static final Fold FOLD = Specialized.fold(MethodHandles.lookup());
  private static final long IDENTITY = (long) FOLD.identity();

  private static long join(long a, long b) {
    return FOLD == Fold.SUM
        ? a + b
        : FOLD == Fold.PRODUCT ? a * b : FOLD == Fold.MAX ? Math.max(a, b) : Math.min(a, b);
  }

  @Override
  public void along(Matrix rows, Object output, int place) {
    long[] x = (long[]) rows.array();
    long[] y = (long[]) output;
    for (int row = 0; row < rows.rows(); row++) {
      int from = rows.place() + row * rows.stride();
      long joined = IDENTITY;
      for (int i = from; i < from + rows.columns(); i++) {
        joined = join(joined, x[i]);
      }
      y[place + row] = joined;
    }
  }

  /// Puts the whole row into the first lane.
  @Override
  public void lanes(Matrix row, Object output, int place) {
    Arrays.fill((long[]) output, place, place + Folds.LANES, IDENTITY);
    along(row, output, place);
  }

  @Override
  public void across(Matrix rows, Object output, int place) {
    chain(rows, output, place);
  }

  @Override
  public void chain(Matrix rows, Object output, int place) {
    long[] x = (long[]) rows.array();
    long[] y = (long[]) output;
    Arrays.fill(y, place, place + rows.columns(), IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      int from = rows.place() + row * rows.stride();
      for (int i = 0; i < rows.columns(); i++) {
        y[place + i] = join(y[place + i], x[from + i]);
      }
    }
  }
}

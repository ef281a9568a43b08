package dev.chainrule.kernel;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/// Folds over single-precision numbers without the Vector API: a template, see [Specialized].
final class FloatFold implements FoldKernel {
  private static final Fold FOLD = Specialized.fold(MethodHandles.lookup());
  private static final float IDENTITY = (float) FOLD.identity();

  private static float join(float a, float b) {
    return FOLD == Fold.SUM
        ? a + b
        : FOLD == Fold.PRODUCT ? a * b : FOLD == Fold.MAX ? Math.max(a, b) : Math.min(a, b);
  }

  @Override
  public void along(Matrix rows, Object output, int place) {
    float[] x = (float[]) rows.array();
    float[] y = (float[]) output;
    float[] lanes = Folds.FLOAT_LANES.take();
    for (int row = 0; row < rows.rows(); row++) {
      row(x, rows.place() + row * rows.stride(), rows.columns(), lanes, 0);
      y[place + row] = tree(lanes, rows.columns());
    }
    Folds.FLOAT_LANES.give(lanes);
  }

  @Override
  public void lanes(Matrix row, Object output, int place) {
    row((float[]) row.array(), row.place(), row.columns(), (float[]) output, place);
  }

  private static void row(float[] x, int from, int count, float[] lanes, int place) {
    Arrays.fill(lanes, place, place + Folds.LANES, IDENTITY);
    for (int start = 0; start < count; start += Folds.LANES) {
      int width = Math.min(Folds.LANES, count - start);
      for (int lane = 0; lane < width; lane++) {
        lanes[place + lane] = join(lanes[place + lane], x[from + start + lane]);
      }
    }
  }

  /// Joins the upper half of the lanes with the lower until one is left; lanes that a short row
  /// does not reach would change nothing.
  private static float tree(float[] lanes, int count) {
    int half = Folds.LANES / 2;
    while (half >= count && half > 0) {
      half /= 2;
    }
    for (; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] = join(lanes[lane], lanes[lane + half]);
      }
    }
    return lanes[0];
  }

  @Override
  public void across(Matrix rows, Object output, int place) {
    chain(rows, output, place);
  }

  @Override
  public void chain(Matrix rows, Object output, int place) {
    float[] x = (float[]) rows.array();
    float[] y = (float[]) output;
    Arrays.fill(y, place, place + rows.columns(), IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      add(x, rows.place() + row * rows.stride(), y, place, rows.columns());
    }
  }

  private static void add(float[] x, int from, float[] y, int place, int count) {
    for (int i = 0; i < count; i++) {
      y[place + i] = join(y[place + i], x[from + i]);
    }
  }
}

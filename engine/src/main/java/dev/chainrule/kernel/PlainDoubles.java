package dev.chainrule.kernel;

import java.util.Arrays;

/// The plain loops for `double[]`.
final class PlainDoubles implements PlainLoops<double[]> {
  @Override
  public double[] allocate(int length) {
    return new double[length];
  }

  @Override
  public void clear(double[] array, int start, int length) {
    Arrays.fill(array, start, start + length, 0);
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      double[] a,
      int aStart,
      int aRow,
      int aColumn,
      double[] b,
      int bStart,
      int bRow,
      int bColumn,
      double[] c,
      int cStart,
      int cRow,
      boolean add) {
    for (int i = 0; i < m; i += 4) {
      int rows = Math.min(4, m - i);
      for (int j = 0; j < n; j += 2) {
        block(
            rows,
            Math.min(2, n - j),
            k,
            a,
            aStart + i * aRow,
            aRow,
            aColumn,
            b,
            bStart + j * bColumn,
            bRow,
            bColumn,
            c,
            cStart + i * cRow + j,
            cRow,
            add);
      }
    }
  }

  /// Up to four rows by two columns, enough chains to hide the latency of a multiply-add. Where
  /// there are fewer, the last one is computed several times.
  private static void block(
      int rows,
      int columns,
      int k,
      double[] a,
      int a0,
      int aRow,
      int aColumn,
      double[] b,
      int b0,
      int bRow,
      int bColumn,
      double[] c,
      int c0,
      int cRow,
      boolean add) {
    int a1 = a0 + (rows > 1 ? aRow : 0);
    int a2 = a1 + (rows > 2 ? aRow : 0);
    int a3 = a2 + (rows > 3 ? aRow : 0);
    int b1 = b0 + (columns > 1 ? bColumn : 0);
    double s00 = 0, s01 = 0, s10 = 0, s11 = 0, s20 = 0, s21 = 0, s30 = 0, s31 = 0;
    for (int p = 0; p < k; p++) {
      int left = p * aColumn;
      double x = b[b0 + p * bRow];
      double y = b[b1 + p * bRow];
      s00 = Math.fma(a[a0 + left], x, s00);
      s01 = Math.fma(a[a0 + left], y, s01);
      s10 = Math.fma(a[a1 + left], x, s10);
      s11 = Math.fma(a[a1 + left], y, s11);
      s20 = Math.fma(a[a2 + left], x, s20);
      s21 = Math.fma(a[a2 + left], y, s21);
      s30 = Math.fma(a[a3 + left], x, s30);
      s31 = Math.fma(a[a3 + left], y, s31);
    }
    int c1 = c0 + (rows > 1 ? cRow : 0);
    int c2 = c1 + (rows > 2 ? cRow : 0);
    int c3 = c2 + (rows > 3 ? cRow : 0);
    int right = columns > 1 ? 1 : 0;
    if (add) { // read before any is written, for rows may be the same
      s00 += c[c0];
      s01 += c[c0 + right];
      s10 += c[c1];
      s11 += c[c1 + right];
      s20 += c[c2];
      s21 += c[c2 + right];
      s30 += c[c3];
      s31 += c[c3 + right];
    }
    c[c0] = s00;
    c[c0 + right] = s01;
    c[c1] = s10;
    c[c1 + right] = s11;
    c[c2] = s20;
    c[c2 + right] = s21;
    c[c3] = s30;
    c[c3 + right] = s31;
  }

  @Override
  public void strip(
      int rows,
      int columns,
      int depth,
      double[] a,
      int aStart,
      int aStep,
      double[] b,
      int bStart,
      int bStep,
      double[] c,
      int cStart,
      int cRow,
      boolean add) {
    for (int i = 0; i < rows; i += 2) {
      for (int j = 0; j < columns; j += 2) {
        double s00 = 0, s01 = 0, s10 = 0, s11 = 0;
        int right = bStart + j;
        for (int p = 0; p < depth; p += Tiles.STRIP) {
          int left = aStart + p / Tiles.STRIP * aStep + i * Tiles.STRIP;
          for (int end = left + Math.min(Tiles.STRIP, depth - p); left < end; left++) {
            double x = a[left];
            double y = a[left + Tiles.STRIP];
            s00 = Math.fma(x, b[right], s00);
            s01 = Math.fma(x, b[right + 1], s01);
            s10 = Math.fma(y, b[right], s10);
            s11 = Math.fma(y, b[right + 1], s11);
            right += bStep;
          }
        }
        int upper = cStart + i * cRow + j;
        int lower = upper + cRow;
        c[upper] = add ? c[upper] + s00 : s00;
        c[upper + 1] = add ? c[upper + 1] + s01 : s01;
        c[lower] = add ? c[lower] + s10 : s10;
        c[lower + 1] = add ? c[lower + 1] + s11 : s11;
      }
    }
  }

  @Override
  public void multiply(
      int rows,
      int columns,
      int[] runs,
      int count,
      double[] a,
      int aStart,
      int aRow,
      int aStep,
      double[] b,
      int bStart,
      double[] c,
      int cStart,
      int cRow,
      boolean add) {
    for (int i = 0; i < rows; i += 2) {
      int next = i + 1 < rows ? 1 : 0;
      for (int j = 0; j < columns; j += 2) {
        double s00 = 0, s01 = 0, s10 = 0, s11 = 0;
        int right = bStart + j;
        for (int run = 0; run < count; run++) {
          int left = aStart + i * aRow + runs[2 * run];
          for (int p = 0; p < runs[2 * run + 1]; p++) {
            double x = a[left + p * aStep];
            double y = a[left + p * aStep + next * aRow];
            s00 = Math.fma(x, b[right], s00);
            s01 = Math.fma(x, b[right + 1], s01);
            s10 = Math.fma(y, b[right], s10);
            s11 = Math.fma(y, b[right + 1], s11);
            right += columns;
          }
        }
        int upper = cStart + i * cRow + j;
        int lower = upper + next * cRow;
        double old00 = add ? c[upper] : 0; // read before any is written, for rows may be the same
        double old01 = add ? c[upper + 1] : 0;
        double old10 = add ? c[lower] : 0;
        double old11 = add ? c[lower + 1] : 0;
        c[upper] = add ? old00 + s00 : s00;
        c[upper + 1] = add ? old01 + s01 : s01;
        c[lower] = add ? old10 + s10 : s10;
        c[lower + 1] = add ? old11 + s11 : s11;
      }
    }
  }

  @Override
  public void multiply(
      int rows,
      int columns,
      int[] runs,
      int count,
      double[] a,
      int aStart,
      int aRow,
      double[] b,
      int bStart,
      double[] c,
      int cStart,
      int cRow,
      boolean add) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int left = aStart + i * aRow + j;
        int right = bStart + j;
        double sum = 0;
        for (int run = 0; run < count; run++) {
          sum = Math.fma(a[left + runs[2 * run]], b[right], sum);
          right += columns;
        }
        int to = cStart + i * cRow + j;
        c[to] = add ? c[to] + sum : sum;
      }
    }
  }

  @Override
  public void store(
      double[] tile,
      int tileStart,
      int tileRow,
      double[] c,
      int cStart,
      int cRow,
      int rows,
      int columns,
      boolean add) {
    for (int i = 0; i < rows; i++) {
      int from = tileStart + i * tileRow;
      int to = cStart + i * cRow;
      if (add) {
        for (int j = 0; j < columns; j++) {
          c[to + j] += tile[from + j];
        }
      } else {
        for (int j = 0; j < columns; j++) {
          c[to + j] = tile[from + j];
        }
      }
    }
  }

  @Override
  public void copy(
      double[] source,
      int start,
      int row,
      int column,
      int lines,
      int depth,
      double[] panel,
      int panelStart,
      int width) {
    for (int i = 0; i < lines; i++) {
      int from = start + i * row;
      int to = panelStart + i;
      for (int p = 0; p < depth; p++) {
        panel[to + p * width] = source[from + p * column];
      }
    }
  }
}

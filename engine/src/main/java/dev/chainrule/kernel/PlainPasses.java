package dev.chainrule.kernel;

/// The transforms in plain loops, and the product of a register tile.
final class PlainPasses {
  private static final float HALF = 0.5f;

  /// Channels of a vector, which lie together.
  private final int lanes;

  PlainPasses(int lanes) {
    this.lanes = lanes;
  }

  WinogradPass of(WinogradPass.Kind kind) {
    return switch (kind) {
      case DIFFERENCES -> images(-1);
      case SUMS -> images(1);
      case UPSTREAMS -> this::upstreams;
      case UPSTREAM_SUMS -> upstreams(1);
      case UPSTREAM_DIFFERENCES -> upstreams(-1);
      case RESULTS -> PlainPasses::results;
      case SPREAD -> PlainPasses::spread;
      case GATHER -> PlainPasses::gather;
    };
  }

  /// @param sign 1 for sums of two rows, -1 for differences
  private WinogradPass images(float sign) {
    return (a, start, row, column, count, b, to, outer, inner) -> {
      for (int i = 0; i < count; i++) {
        int p = start + i;
        int q = to + i / lanes * outer + i % lanes;
        int r = p + row;
        float d0 = a[p] + sign * a[r];
        float d1 = a[p + column] + sign * a[r + column];
        float d2 = a[p + 2 * column] + sign * a[r + 2 * column];
        float d3 = a[p + 3 * column] + sign * a[r + 3 * column];
        b[q] = d0 - d2;
        b[q + inner] = d1 + d2;
        b[q + 2 * inner] = d2 - d1;
        b[q + 3 * inner] = d3 - d1;
      }
    };
  }

  private void upstreams(
      float[] a,
      int start,
      int row,
      int column,
      int count,
      float[] b,
      int to,
      int outer,
      int inner) {
    for (int i = 0; i < count; i++) {
      int p = start + i;
      upstream(a[p], a[p + column], b, to + i / lanes * outer + i % lanes, inner);
    }
  }

  /// @param sign 1 for sums of two rows, -1 for differences
  private WinogradPass upstreams(float sign) {
    return (a, start, row, column, count, b, to, outer, inner) -> {
      for (int i = 0; i < count; i++) {
        int p = start + i;
        float g0 = a[p] + sign * a[p + row];
        float g1 = a[p + column] + sign * a[p + row + column];
        upstream(g0, g1, b, to + i / lanes * outer + i % lanes, inner);
      }
    };
  }

  private static void upstream(float g0, float g1, float[] b, int q, int inner) {
    b[q] = g0;
    b[q + inner] = g0 + g1;
    b[q + 2 * inner] = g0 - g1;
    b[q + 3 * inner] = g1;
  }

  private static void results(
      float[] a,
      int start,
      int row,
      int column,
      int count,
      float[] b,
      int to,
      int outer,
      int inner) {
    for (int i = 0; i < count; i++) {
      int p = start + i;
      int q = to + i;
      float m0 = upper(a, p, row);
      float m1 = upper(a, p + column, row);
      float m2 = upper(a, p + 2 * column, row);
      float m3 = upper(a, p + 3 * column, row);
      float n0 = lower(a, p, row);
      float n1 = lower(a, p + column, row);
      float n2 = lower(a, p + 2 * column, row);
      float n3 = lower(a, p + 3 * column, row);
      b[q] = m0 + m1 + m2;
      b[q + inner] = m1 - m2 + m3;
      b[q + outer] = n0 + n1 + n2;
      b[q + outer + inner] = n1 - n2 + n3;
    }
  }

  private static float upper(float[] m, int p, int row) {
    return m[p] + m[p + row] + m[p + 2 * row];
  }

  private static float lower(float[] m, int p, int row) {
    return m[p + row] - m[p + 2 * row] + m[p + 3 * row];
  }

  private static void spread(
      float[] a,
      int start,
      int row,
      int column,
      int count,
      float[] b,
      int to,
      int outer,
      int inner) {
    for (int i = 0; i < count; i++) {
      int p = start + i;
      int q = to + i;
      float w0 = a[p];
      float w1 = a[p + column];
      float w2 = a[p + 2 * column];
      b[q] = w0;
      b[q + inner] = (w0 + w2 + w1) * HALF;
      b[q + 2 * inner] = (w0 + w2 - w1) * HALF;
      b[q + 3 * inner] = w2;
    }
  }

  private static void gather(
      float[] a,
      int start,
      int row,
      int column,
      int count,
      float[] b,
      int to,
      int outer,
      int inner) {
    for (int i = 0; i < count; i++) {
      int p = start + i;
      int q = to + i;
      float u0 = a[p];
      float u1 = a[p + column];
      float u2 = a[p + 2 * column];
      float u3 = a[p + 3 * column];
      float sum = (u1 + u2) * HALF;
      b[q] = u0 + sum;
      b[q + inner] = (u1 - u2) * HALF;
      b[q + 2 * inner] = sum + u3;
    }
  }

  /// What a [TileKernel] does whose `A` has a row for each line of `C`, cut into blocks of `lanes`
  /// steps that are `aStep` apart.
  void multiply(
      int rows,
      int columns,
      int depth,
      float[] a,
      int aStart,
      int aStep,
      float[] b,
      int bStart,
      float[] c,
      int cStart,
      int cRow,
      boolean add) {
    for (int i = 0; i < rows; i += 2) {
      for (int j = 0; j < columns; j += 2) {
        float s00 = 0, s01 = 0, s10 = 0, s11 = 0;
        int right = bStart + j;
        for (int p = 0; p < depth; p += lanes) {
          int left = aStart + p / lanes * aStep + i * lanes;
          for (int end = left + lanes; left < end; left++) {
            float x = a[left];
            float y = a[left + lanes];
            s00 = Math.fma(x, b[right], s00);
            s01 = Math.fma(x, b[right + 1], s01);
            s10 = Math.fma(y, b[right], s10);
            s11 = Math.fma(y, b[right + 1], s11);
            right += columns;
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
}

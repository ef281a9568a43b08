package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;

/// Winograd's minimal filtering as it is defined, with all patches transformed at once: slow,
/// plain, and the control for the fast way.
final class WinogradReference {
  private static final int PATCH = WinogradSizes.PATCH;
  private static final int POSITIONS = WinogradSizes.POSITIONS;

  private WinogradReference() {}

  static void run(
      WinogradProduct plan, float[] x, int xOffset, float[] w, int wOffset, float[] y, int to) {
    int depth = plan.depth();
    int columns = plan.columns();
    int patches = plan.sizes.patches();
    float[][] left = patches(plan.sizes.images(), x, xOffset);
    float[][] right = new float[POSITIONS][depth * columns];
    for (int i = 0; i < depth * columns; i++) {
      int place = i / columns * plan.weights.column() + i % columns * plan.weights.row();
      var window = new float[WinogradSizes.TAPS];
      for (int tap = 0; tap < window.length; tap++) {
        window[tap] = w[wOffset + plan.taps[tap] + place];
      }
      put(right, i, twice(window, 3, WinogradReference::weight));
    }
    float[][] products = new float[POSITIONS][];
    for (int position = 0; position < POSITIONS; position++) {
      products[position] =
          product(left[position], Strides.ofColumns(depth), right[position], columns);
    }
    var images = plan.sizes.results();
    for (int i = 0; i < patches * columns; i++) {
      float[] square = twice(take(products, i), PATCH, WinogradReference::result);
      for (int element = 0; element < square.length; element++) {
        int place = place(images, i / columns, element / 2, element % 2);
        if (place >= 0) {
          y[to + place + i % columns] = square[element];
        }
      }
    }
  }

  static void run(
      WinogradWeights plan, float[] x, int xOffset, float[] y, int yOffset, float[] w, int to) {
    var sizes = plan.sizes;
    int rows = sizes.images().channels();
    int columns = sizes.results().channels();
    float[][] left = patches(sizes.images(), x, xOffset);
    float[][] right = patches(sizes.results(), y, yOffset);
    float[][] sums = new float[POSITIONS][];
    for (int position = 0; position < POSITIONS; position++) {
      sums[position] = product(left[position], new Strides(1, rows), right[position], columns);
    }
    for (int i = 0; i < rows * columns; i++) {
      float[] window = twice(take(sums, i), PATCH, WinogradReference::gradient);
      for (int tap = 0; tap < window.length; tap++) {
        w[to + tap * rows * columns + i] = window[tap];
      }
    }
  }

  private static float[] product(float[] a, Strides strides, float[] b, int columns) {
    int depth = b.length / columns;
    float[] product = new float[a.length / depth * columns];
    for (int i = 0; i < product.length; i++) {
      int start = i / columns * strides.row();
      for (int group = 0; group < depth; group += GemmReference.GROUP) {
        int end = Math.min(group + GemmReference.GROUP, depth);
        float sum = chain(a, start, strides.column(), b, i % columns, columns, group, end);
        for (int p = group + WinogradSizes.CHUNK; p < end; p += WinogradSizes.CHUNK) {
          sum += chain(a, start, strides.column(), b, i % columns, columns, p, end);
        }
        product[i] = group == 0 ? sum : product[i] + sum;
      }
    }
    return product;
  }

  /// Sums one chunk.
  private static float chain(
      float[] a, int start, int step, float[] b, int column, int columns, int first, int end) {
    float sum = 0;
    for (int p = first; p < Math.min(first + WinogradSizes.CHUNK, end); p++) {
      sum = Math.fma(a[start + p * step], b[p * columns + column], sum);
    }
    return sum;
  }

  /// One of the transforms of a row or a column.
  private interface Line {
    float[] of(float... line);
  }

  static float[] image(float... d) {
    return new float[] {d[0] - d[2], d[1] + d[2], d[2] - d[1], d[3] - d[1]};
  }

  static float[] upstream(float... g) {
    return new float[] {g[0], g[0] + g[1], g[0] - g[1], g[1]};
  }

  static float[] result(float... m) {
    return new float[] {m[0] + m[1] + m[2], m[1] - m[2] + m[3]};
  }

  static float[] weight(float... w) {
    float outer = w[0] + w[2];
    return new float[] {w[0], (outer + w[1]) * 0.5f, (outer - w[1]) * 0.5f, w[2]};
  }

  static float[] gradient(float... u) {
    float sum = (u[1] + u[2]) * 0.5f;
    return new float[] {u[0] + sum, (u[1] - u[2]) * 0.5f, sum + u[3]};
  }

  /// Transforms every column of a square, then every row.
  private static float[] twice(float[] square, int size, Line transform) {
    return transposed(size, transposed(size, square, transform), transform);
  }

  /// Transforms every column of a matrix into a row.
  private static float[] transposed(int rows, float[] matrix, Line transform) {
    int columns = matrix.length / rows;
    float[] result = {};
    for (int j = 0; j < columns; j++) {
      float[] line = new float[rows];
      for (int i = 0; i < rows; i++) {
        line[i] = matrix[i * columns + j];
      }
      float[] made = transform.of(line);
      if (j == 0) {
        result = new float[columns * made.length];
      }
      System.arraycopy(made, 0, result, j * made.length, made.length);
    }
    return result;
  }

  /// Returns for each position a matrix of patches and channels.
  private static float[][] patches(WinogradImages images, float[] x, int offset) {
    int channels = images.channels();
    int extent = images.extent();
    float[][] positions = new float[POSITIONS][images.patches() * channels];
    for (int i = 0; i < images.patches() * channels; i++) {
      float[] patch = new float[extent * extent];
      for (int element = 0; element < patch.length; element++) {
        int place = place(images, i / channels, element / extent, element % extent);
        patch[element] = place < 0 ? 0 : x[offset + place + i % channels];
      }
      put(
          positions,
          i,
          twice(
              patch,
              extent,
              extent == PATCH ? WinogradReference::image : WinogradReference::upstream));
    }
    return positions;
  }

  /// Returns the place of a patch's element, or −1 if it lies outside its image.
  private static int place(WinogradImages images, int patch, int i, int j) {
    int line = patch / images.across();
    int row = 2 * (line % images.down()) - images.rowsBefore() + i;
    int column = 2 * (patch % images.across()) - images.columnsBefore() + j;
    if (row < 0 || row >= images.rows() || column < 0 || column >= images.columns()) {
      return -1;
    }
    int image = line / images.down();
    return ((image * images.rows() + row) * images.columns() + column) * images.channels();
  }

  private static void put(float[][] positions, int index, float[] values) {
    for (int position = 0; position < POSITIONS; position++) {
      positions[position][index] = values[position];
    }
  }

  private static float[] take(float[][] positions, int index) {
    float[] values = new float[POSITIONS];
    for (int position = 0; position < POSITIONS; position++) {
      values[position] = positions[position][index];
    }
    return values;
  }
}

package dev.chainrule.kernel;

/// The matrix product as it is defined, element by element: slow, plain, and the control for
/// [Gemm].
///
/// A floating-point element is summed in chunks of 256 along k: in a chunk a chain of fused
/// multiply-adds from +0 in order of k; the results of up to 16 chunks in order; then those sums in
/// order.
final class GemmReference {
  /// Length of a chunk: long enough that adding chunks costs nothing, short enough that a chunk of
  /// packed operands stays in the first-level cache.
  static final int CHUNK = 256;

  /// Length of a group, the sum of 16 chunks.
  static final int GROUP = 16 * CHUNK;

  private GemmReference() {}

  static void multiply(
      Gemm gemm, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    for (int i = 0; i < gemm.m; i++) {
      for (int j = 0; j < gemm.n; j++) {
        int aStart = aOffset + i * gemm.a.row();
        int bStart = bOffset + j * gemm.b.column();
        c[cOffset + i * gemm.cRow + j] = sum(gemm, a, aStart, b, bStart);
      }
    }
  }

  private static float sum(Gemm gemm, float[] a, int aStart, float[] b, int bStart) {
    float sum = 0;
    for (int group = 0; group < gemm.k; group += GROUP) {
      int groupEnd = Math.min(group + GROUP, gemm.k);
      float groupSum = 0;
      for (int chunk = group; chunk < groupEnd; chunk += CHUNK) {
        int chunkEnd = Math.min(chunk + CHUNK, groupEnd);
        float chain = 0;
        for (int p = chunk; p < chunkEnd; p++) {
          float left = a[aStart + p * gemm.a.column()];
          float right = b[bStart + p * gemm.b.row()];
          chain = Math.fma(left, right, chain);
        }
        groupSum = chunk == group ? chain : groupSum + chain;
      }
      sum = group == 0 ? groupSum : sum + groupSum;
    }
    return sum;
  }

  static void multiply(
      Gemm gemm, double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    for (int i = 0; i < gemm.m; i++) {
      for (int j = 0; j < gemm.n; j++) {
        int aStart = aOffset + i * gemm.a.row();
        int bStart = bOffset + j * gemm.b.column();
        c[cOffset + i * gemm.cRow + j] = sum(gemm, a, aStart, b, bStart);
      }
    }
  }

  private static double sum(Gemm gemm, double[] a, int aStart, double[] b, int bStart) {
    double sum = 0;
    for (int group = 0; group < gemm.k; group += GROUP) {
      int groupEnd = Math.min(group + GROUP, gemm.k);
      double groupSum = 0;
      for (int chunk = group; chunk < groupEnd; chunk += CHUNK) {
        int chunkEnd = Math.min(chunk + CHUNK, groupEnd);
        double chain = 0;
        for (int p = chunk; p < chunkEnd; p++) {
          double left = a[aStart + p * gemm.a.column()];
          double right = b[bStart + p * gemm.b.row()];
          chain = Math.fma(left, right, chain);
        }
        groupSum = chunk == group ? chain : groupSum + chain;
      }
      sum = group == 0 ? groupSum : sum + groupSum;
    }
    return sum;
  }

  static void multiply(
      Gemm gemm, int[] a, int aOffset, int[] b, int bOffset, int[] c, int cOffset) {
    for (int i = 0; i < gemm.m; i++) {
      for (int j = 0; j < gemm.n; j++) {
        int sum = 0;
        for (int p = 0; p < gemm.k; p++) {
          int left = a[aOffset + i * gemm.a.row() + p * gemm.a.column()];
          int right = b[bOffset + p * gemm.b.row() + j * gemm.b.column()];
          sum += left * right;
        }
        c[cOffset + i * gemm.cRow + j] = sum;
      }
    }
  }

  static void multiply(
      Gemm gemm, long[] a, int aOffset, long[] b, int bOffset, long[] c, int cOffset) {
    for (int i = 0; i < gemm.m; i++) {
      for (int j = 0; j < gemm.n; j++) {
        long sum = 0;
        for (int p = 0; p < gemm.k; p++) {
          long left = a[aOffset + i * gemm.a.row() + p * gemm.a.column()];
          long right = b[bOffset + p * gemm.b.row() + j * gemm.b.column()];
          sum += left * right;
        }
        c[cOffset + i * gemm.cRow + j] = sum;
      }
    }
  }
}

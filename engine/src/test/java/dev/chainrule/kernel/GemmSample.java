package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A product with odd offsets, with gaps between its rows, and with random operands. Results
/// include the gaps, so that a write beyond the edge is seen.
final class GemmSample {
  static final Multiplier<float[]> VECTORS_F32 = vectors(new PlainFloats(), Element.F32);
  static final Multiplier<double[]> VECTORS_F64 = vectors(new PlainDoubles(), Element.F64);

  private static final int A_OFFSET = 5;
  private static final int B_OFFSET = 3;
  private static final int C_OFFSET = 7;
  private static final float UNTOUCHED = 0x1.8p100f;

  private final Gemm gemm;
  private final float[] a;
  private final float[] b;

  private GemmSample(Gemm gemm, float[] a, float[] b) {
    this.gemm = gemm;
    this.a = a;
    this.b = b;
  }

  /// @param layout in its bits, whether `A` and whether `B` is transposed
  static GemmSample of(int m, int n, int k, int layout) {
    boolean aTransposed = (layout & 1) != 0;
    boolean bTransposed = (layout & 2) != 0;
    Strides a = aTransposed ? Strides.ofColumns(m + 1).transposed() : Strides.ofColumns(k + 2);
    Strides b = bTransposed ? Strides.ofColumns(k + 1).transposed() : Strides.ofColumns(n + 1);
    float[] aValues = floats(A_OFFSET + (aTransposed ? k * (m + 1) : m * (k + 2)), m + layout);
    float[] bValues = floats(B_OFFSET + (bTransposed ? n * (k + 1) : k * (n + 1)), n + layout);
    return new GemmSample(Gemm.of(m, n, k, a, b, n + 3), aValues, bValues);
  }

  static float[] floats(int length, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  float[] run(Multiplier<float[]> products) {
    float[] c = new float[resultLength()];
    Arrays.fill(c, UNTOUCHED);
    products.run(gemm, a, A_OFFSET, b, B_OFFSET, c, C_OFFSET);
    return c;
  }

  double[] runDoubles(Multiplier<double[]> products) {
    double[] c = new double[resultLength()];
    Arrays.fill(c, UNTOUCHED);
    products.run(gemm, widened(a), A_OFFSET, widened(b), B_OFFSET, c, C_OFFSET);
    return c;
  }

  float[] expectedFloats() {
    float[] c = new float[resultLength()];
    Arrays.fill(c, UNTOUCHED);
    GemmReference.multiply(gemm, a, A_OFFSET, b, B_OFFSET, c, C_OFFSET);
    return c;
  }

  double[] expectedDoubles() {
    double[] c = new double[resultLength()];
    Arrays.fill(c, UNTOUCHED);
    GemmReference.multiply(gemm, widened(a), A_OFFSET, widened(b), B_OFFSET, c, C_OFFSET);
    return c;
  }

  private int resultLength() {
    return C_OFFSET + gemm.m * gemm.cRow + 2;
  }

  /// Doubles with digits that a float has not.
  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i] / 3.0;
    }
    return wide;
  }

  private static <T> Multiplier<T> vectors(PlainLoops<T> plain, Element element) {
    Tiles<T> tiles = new Tiles<>(plain, element);
    tiles.skipWarming();
    return new Multiplier<>(tiles);
  }
}

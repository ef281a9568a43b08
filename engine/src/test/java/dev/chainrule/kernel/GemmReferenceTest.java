package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.kernel.Gemm.Strides;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The definition itself, on examples worked by hand.
class GemmReferenceTest {
  @Test
  void aSmallProductWorkedByHand() {
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] b = {7, 8, 9, 10, 11, 12};
    float[] c = new float[4];
    GemmReference.multiply(Gemm.of(2, 2, 3), a, 0, b, 0, c, 0);
    assertArrayEquals(new float[] {58, 64, 139, 154}, c);
  }

  @Test
  void stridesOffsetsAndTransposes() {
    double[] a = {-1, 1, 4, -1, 2, 5, -1, 3, 6}; // columns of [1 2 3; 4 5 6], each after a gap
    double[] b = {0, 0, 7, 8, 9, 10, 11, 12};
    double[] c = new double[7];
    Gemm gemm = Gemm.of(2, 2, 3, new Strides(3, 1).transposed(), Strides.ofColumns(2), 4);
    GemmReference.multiply(gemm, a, 1, b, 2, c, 1);
    assertArrayEquals(new double[] {0, 58, 64, 0, 0, 139, 154}, c);
  }

  @Test
  void wholeNumbersWrapAround() {
    int[] c = new int[1];
    GemmReference.multiply(Gemm.of(1, 1, 2), new int[] {1 << 30, 1}, 0, new int[] {4, 5}, 0, c, 0);
    assertEquals(5, c[0]);
    long[] d = new long[1];
    GemmReference.multiply(
        Gemm.of(1, 1, 2), new long[] {1L << 62, 1}, 0, new long[] {4, 5}, 0, d, 0);
    assertEquals(5, d[0]);
  }

  @Test
  void anEmptySumIsZero() {
    float[] c = {1, 2};
    GemmReference.multiply(Gemm.of(1, 2, 0), new float[0], 0, new float[0], 0, c, 0);
    assertArrayEquals(new float[] {0, 0}, c);
  }

  @Test
  void aTermIsFusedIntoItsChain() {
    float e = 0x1p-12f;
    float[] a = {1, 1 + e};
    float[] b = {-1, 1 - e};
    float[] c = new float[1];
    GemmReference.multiply(Gemm.of(1, 1, 2), a, 0, b, 0, c, 0);
    assertEquals(-e * e, c[0]); // a rounded product would be 1, the sum 0
  }

  @Test
  void chunksOf256AreAddedInOrder() {
    float big = 0x1p24f; // neighbours are 2 apart: big + 1 is big
    assertEquals(big, dotWithOnes(256, 0, big, 1, 1, 2, 1));
    assertEquals(big + 2, dotWithOnes(514, 0, big, 256, 1, 257, 1));
    assertEquals(big, dotWithOnes(514, 0, big, 256, 1, 512, 1));
  }

  @Test
  void groupsOf16ChunksAreAddedInOrder() {
    float big = 0x1p24f;
    assertEquals(big, dotWithOnes(4352, 0, big, 3584, 1, 3840, 1));
    assertEquals(big + 2, dotWithOnes(4609, 0, big, 4096, 1, 4352, 1));
    assertEquals(big, dotWithOnes(8193, 0, big, 4096, 1, 8192, 1));
  }

  /// The product of a row that is zero but at the given places, and a column of ones.
  private static float dotWithOnes(int k, float... placesAndValues) {
    float[] row = new float[k];
    for (int i = 0; i < placesAndValues.length; i += 2) {
      row[(int) placesAndValues[i]] = placesAndValues[i + 1];
    }
    float[] ones = new float[k];
    Arrays.fill(ones, 1);
    float[] sum = new float[1];
    GemmReference.multiply(Gemm.of(1, 1, k), row, 0, ones, 0, sum, 0);
    return sum[0];
  }
}

package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.kernel.Gemm.Strides;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way to compute a product gives the very bits of [GemmReference].
@Tag("contract")
class GemmTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 7, 8, 12, 15, 16, 17, 31, 33, 63, 65, 127, 129
  };

  /// After this time a product that still allocates always will.
  private static final long WARMING_NANOS = 30_000_000_000L;

  private int threadsBefore;

  @BeforeEach
  void remember() {
    threadsBefore = Workers.threads();
  }

  @AfterEach
  void restore() {
    Workers.threads(threadsBefore);
  }

  static Stream<Sizes> sizes() {
    SplittableRandom random = new SplittableRandom(42);
    Stream<Sizes> anySizes =
        Stream.generate(() -> new Sizes(pick(random), pick(random), pick(random))).limit(40);
    Stream<Sizes> chosen =
        Stream.of(
            new Sizes(1000, 3, 7),
            new Sizes(3, 1000, 7),
            new Sizes(400, 40, 30), // several blocks of rows
            new Sizes(30, 530, 300), // chunks
            new Sizes(53, 530, 530), // few rows, bands and chunks
            new Sizes(64, 256, 20), // few rows, whole tiles
            new Sizes(2, 1030, 1025), // several bands of columns
            new Sizes(2, 2, 4098), // groups of chunks, all small
            new Sizes(3, 5, 8193),
            new Sizes(9, 10, 12_300),
            new Sizes(60, 20, 4200), // a group and a rest in several blocks
            new Sizes(5, 270, 4100), // the same in several bands
            new Sizes(1, 1, 9000),
            new Sizes(1, 200, 513),
            new Sizes(200, 1, 513));
    return Stream.concat(anySizes, chosen);
  }

  private static int pick(SplittableRandom random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  record Sizes(int m, int n, int k) {}

  @ParameterizedTest
  @MethodSource("sizes")
  void theBitsAreThoseOfTheReference(Sizes sizes) {
    for (int layout = 0; layout < 4; layout++) {
      GemmSample sample = GemmSample.of(sizes.m, sizes.n, sizes.k, layout);
      float[] floats = sample.expectedFloats();
      double[] doubles = sample.expectedDoubles();
      for (int threads = 1; threads <= 3; threads++) {
        Workers.threads(threads);
        assertArrayEquals(floats, sample.run(Multiplier.F32));
        assertArrayEquals(floats, sample.run(GemmSample.VECTORS_F32));
        assertArrayEquals(doubles, sample.runDoubles(Multiplier.F64));
        assertArrayEquals(doubles, sample.runDoubles(GemmSample.VECTORS_F64));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aBatchIsManyProducts(int threads) {
    Workers.threads(threads);
    int count = 7;
    for (int size : new int[] {3, 17, 40}) {
      Gemm one = Gemm.of(size, size + 1, size + 2);
      int aStep = size * (size + 2);
      int cStep = size * (size + 1);
      float[] a = GemmSample.floats(count * aStep, 1);
      float[] b = GemmSample.floats((size + 2) * (size + 1), 2);
      float[] expected = new float[count * cStep];
      float[] actual = new float[count * cStep];
      for (int i = 0; i < count; i++) {
        GemmReference.multiply(one, a, i * aStep, b, 0, expected, i * cStep);
      }
      one.repeated(count, aStep, 0, cStep).run(a, 0, b, 0, actual, 0);
      assertArrayEquals(expected, actual);
      Gemm swapped = Gemm.of(size + 2, size + 1, size);
      float[] manyResults = new float[count * (size + 2) * (size + 1)];
      float[] oneResult = new float[(size + 2) * (size + 1)];
      swapped.repeated(count, aStep, cStep, oneResult.length).run(a, 0, actual, 0, manyResults, 0);
      for (int i = 0; i < count; i++) {
        GemmReference.multiply(swapped, a, i * aStep, actual, i * cStep, oneResult, 0);
        int start = i * oneResult.length;
        assertArrayEquals(
            oneResult, Arrays.copyOfRange(manyResults, start, start + oneResult.length));
      }
    }
  }

  @Test
  void anOperandThatIsOneNumberRepeatedHasStridesOfZero() {
    Gemm gemm = Gemm.of(20, 20, 20, new Strides(0, 0), Strides.ofColumns(20), 20);
    float[] b = GemmSample.floats(400, 3);
    float[] expected = new float[400];
    float[] actual = new float[400];
    GemmReference.multiply(gemm, new float[] {0.3f}, 0, b, 0, expected, 0);
    gemm.run(new float[] {0.3f}, 0, b, 0, actual, 0);
    assertArrayEquals(expected, actual);
  }

  @Test
  void notANumberAndInfinitiesStayInTheirRowsAndColumns() {
    int n = 50;
    Gemm gemm = Gemm.of(n, n, n);
    float[] a = GemmSample.floats(n * n, 4);
    float[] b = GemmSample.floats(n * n, 5);
    a[7 * n + 3] = Float.NaN;
    b[3 * n + 11] = Float.POSITIVE_INFINITY;
    float[] expected = new float[n * n];
    float[] actual = new float[n * n];
    GemmReference.multiply(gemm, a, 0, b, 0, expected, 0);
    gemm.run(a, 0, b, 0, actual, 0);
    assertArrayEquals(expected, actual);
  }

  @Test
  void wholeNumbersAreMultipliedToo() {
    Gemm gemm = Gemm.of(2, 2, 2).repeated(2, 4, 0, 4);
    int[] ints = new int[8];
    gemm.run(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, new int[] {0, 1, 2, 3}, 0, ints, 0);
    assertArrayEquals(new int[] {4, 7, 8, 15, 12, 23, 16, 31}, ints);
    long[] longs = new long[8];
    gemm.run(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, new long[] {0, 1, 2, 3}, 0, longs, 0);
    assertArrayEquals(new long[] {4, 7, 8, 15, 12, 23, 16, 31}, longs);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20, 100, 150})
  void runningAllocatesNothingOnceWarm(int size) {
    Workers.threads(1);
    Gemm gemm = Gemm.of(size, size, size).repeated(3, size * size, size * size, size * size);
    float[] a = GemmSample.floats(3 * size * size, 6);
    float[] c = new float[3 * size * size];
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5; i++) {
        gemm.run(a, 0, a, 0, c, 0);
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    assertEquals(0, bytes, "bytes in 5 calls");
  }

  @Test
  void stridesOfATransposedMatrix() {
    assertEquals(new Strides(1, 5), Strides.ofColumns(5).transposed());
  }
}

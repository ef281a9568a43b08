package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Winograd's minimal filtering gives the very bits of [WinogradReference], which are nearly as
/// accurate as the direct sums.
@Tag("contract")
class WinogradTest {
  /// After this time a convolution that still allocates always will.
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

  static List<ConvolutionSample> samples() {
    return List.of(
        sample(new int[] {2, 9, 12}, 64, 80, 1, 1),
        sample(new int[] {1, 11, 10}, 80, 64, 0, 0),
        sample(new int[] {3, 7, 8}, 96, 64, 2, 1),
        sample(new int[] {2, 8, 9}, 64, 112, 1, 2),
        sample(new int[] {1, 8, 13}, 64, 64, 0, 5),
        // Several chunks of channels.
        sample(new int[] {1, 8, 8}, 272, 64, 1, 1),
        sample(new int[] {1, 8, 8}, 64, 512, 1, 1),
        // Several chunks of patches, and several groups of these.
        sample(new int[] {9, 15, 17}, 64, 64, 1, 1),
        sample(new int[] {1, 180, 183}, 64, 64, 1, 1));
  }

  /// @param x `[batch, rows, columns]`
  private static ConvolutionSample sample(int[] x, int in, int out, int before, int after) {
    int[] slide = {1, 1, before, after};
    return ConvolutionSample.of(
        new int[] {x[0], x[1], x[2], in}, new int[] {3, 3, out, 1}, slide, slide);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theBitsAreThoseOfTheReference(ConvolutionSample sample) {
    assertInstanceOf(WinogradProduct.class, ConvolutionPlan.results(sample.sizes()));
    float[][] expected = sample.floats(ConvolutionSample::reference);
    for (int threads = 1; threads <= 3; threads++) {
      Workers.threads(threads);
      same(expected, sample.floats(ConvolutionPlan::run), threads);
      same(expected, sample.floats(ConvolutionSample.by(ConvolutionSample.VECTORS_F32)), threads);
    }
  }

  @Test
  void everyElementIsHandedOnOnceWhenItIsFinished() {
    for (var sample : samples().subList(0, 5)) {
      assertTrue(ConvolutionPlan.results(sample.sizes()).then((_, _, _, _) -> {}).isPresent());
      float[][] expected = sample.floats(ConvolutionSample::reference);
      for (float[] sum : expected) {
        ConvolutionTest.negate(sum, 0, sum.length);
      }
      for (int threads = 1; threads <= 3; threads++) {
        Workers.threads(threads);
        same(expected, sample.floats(ConvolutionTest::negated), threads);
      }
    }
  }

  private static void same(float[][] expected, float[][] actual, int threads) {
    for (int sum = 0; sum < 3; sum++) {
      assertArrayEquals(expected[sum], actual[sum], "sum " + sum + ", threads " + threads);
    }
  }

  @Test
  void otherConvolutionsAreDirect() {
    int[] same = {1, 1, 1, 1};
    int[] halving = {2, 1, 1, 1};
    int[] wide = {1, 2, 2, 2};
    int[] x = {1, 16, 16, 64};
    int[] kernel = {3, 3, 64, 1};
    var direct =
        Stream.of(
            ConvolutionSample.of(x, kernel, halving, same),
            ConvolutionSample.of(x, kernel, same, wide),
            ConvolutionSample.of(x, new int[] {3, 3, 64, 2}, same, same),
            ConvolutionSample.of(x, new int[] {3, 5, 64, 1}, same, same),
            ConvolutionSample.of(x, new int[] {3, 3, 72, 1}, same, same),
            ConvolutionSample.of(x, new int[] {3, 3, 48, 1}, same, same),
            ConvolutionSample.of(new int[] {1, 7, 16, 64}, kernel, same, same),
            ConvolutionSample.of(
                new int[] {1, 8, 9, 8, 64}, new int[] {3, 1, 3, 64, 1}, same, halving, same));
    direct.forEach(sample ->
        assertInstanceOf(ConvolutionProducts.class, ConvolutionPlan.results(sample.sizes())));
  }

  /// A result is nowhere near the sum that it should be if a sign or a position is wrong.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theErrorIsAtMostTwiceThatOfTheDirectSum(boolean rectified) {
    var sizes = sample(new int[] {2, 12, 12}, 64, 64, 1, 1).sizes();
    var random = new SplittableRandom(7);
    DoubleUnaryOperator shape = rectified ? value -> Math.max(value, 0) : value -> value;
    float[] x = normal(2 * 12 * 12 * 64, random, shape);
    float[] w = normal(9 * 64 * 64, random, value -> value / 24);
    float[] y = normal(x.length, random, value -> value);
    check(ConvolutionPlan.results(sizes), ConvolutionProducts.ofResults(sizes), x, w, x.length);
    check(ConvolutionPlan.images(sizes), ConvolutionProducts.ofImages(sizes), y, w, x.length);
    check(ConvolutionPlan.weights(sizes), new ConvolutionWeights(sizes), x, y, w.length);
  }

  private static float[] normal(int length, SplittableRandom random, DoubleUnaryOperator shape) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) shape.applyAsDouble(random.nextGaussian());
    }
    return values;
  }

  private static void check(
      ConvolutionPlan plan, ConvolutionPlan direct, float[] a, float[] b, int length) {
    double[] exact = new double[length];
    direct.run(widened(a), 0, widened(b), 0, exact, 0);
    double expected = error(direct, a, b, exact);
    double actual = error(plan, a, b, exact);
    assertTrue(actual <= 2 * expected, () -> actual + " beside " + expected);
  }

  /// Returns the root of the mean squared error.
  private static double error(ConvolutionPlan plan, float[] a, float[] b, double[] exact) {
    float[] result = new float[exact.length];
    plan.run(a, 0, b, 0, result, 0);
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += (result[i] - exact[i]) * (result[i] - exact[i]);
    }
    return Math.sqrt(sum / exact.length);
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /// The results of a square share its patch, but no other square does.
  @Test
  void anInfiniteElementReachesOnlyThePatchesThatHaveIt() {
    var sizes = sample(new int[] {1, 8, 8}, 64, 64, 1, 1).sizes();
    float[] x = GemmSample.floats(8 * 8 * 64, 3);
    float[] w = GemmSample.floats(9 * 64 * 64, 4);
    x[3 * 8 * 64] = Float.POSITIVE_INFINITY; // row 3, column 0
    float[] y = new float[x.length];
    ConvolutionPlan.results(sizes).run(x, 0, w, 0, y, 0);
    for (int i = 0; i < y.length; i++) {
      int row = i / 64 / 8;
      int column = i / 64 % 8;
      boolean reached = row >= 2 && row < 6 && column < 2;
      assertTrue(reached || Float.isFinite(y[i]), "row " + row + ", column " + column);
      assertTrue(row != 3 || column != 0 || !Float.isFinite(y[i]), "row 3, column 0");
    }
  }

  static Stream<ConvolutionPlan> plans() {
    var sizes = sample(new int[] {3, 9, 16}, 64, 80, 1, 1).sizes();
    return Stream.of(
        ConvolutionPlan.results(sizes),
        ConvolutionPlan.images(sizes),
        ConvolutionPlan.weights(sizes));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void runningAllocatesNothingOnceWarm(ConvolutionPlan plan) {
    Workers.threads(1);
    float[] a = GemmSample.floats(3 * 16 * 16 * 80, 6);
    float[] c = new float[a.length];
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5; i++) {
        plan.run(a, 0, a, 0, c, 0);
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    assertEquals(0, bytes, "bytes in 5 calls");
  }
}

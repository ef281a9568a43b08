package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way to compute a convolution gives the very bits of [ConvolutionReference].
@Tag("contract")
class ConvolutionTest {
  private static final long SEED = 7;

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

  static Stream<ConvolutionSample> samples() {
    var random = new SplittableRandom(SEED);
    return Stream.concat(chosen().stream(), Stream.generate(() -> any(random)).limit(40));
  }

  static List<ConvolutionSample> chosen() {
    int[] plain = {1, 1, 0, 0};
    int[] same = {1, 1, 1, 1};
    int[] halving = {2, 1, 1, 1};
    return List.of(
        ConvolutionSample.of(new int[] {2, 14, 14, 6}, new int[] {3, 3, 33, 1}, same, same),
        ConvolutionSample.of(new int[] {3, 9, 8, 40}, new int[] {3, 3, 20, 1}, halving, halving),
        ConvolutionSample.of(
            new int[] {1, 28, 28, 1},
            new int[] {5, 5, 32, 1},
            new int[] {1, 1, 2, 2},
            new int[] {1, 1, 2, 2}),
        ConvolutionSample.of(new int[] {2, 5, 7, 64}, new int[] {1, 1, 70, 1}, plain, plain),
        // Channels that are groups, one with more than a chunk of terms.
        ConvolutionSample.of(new int[] {2, 9, 8, 37}, new int[] {3, 3, 37, 37}, halving, same),
        ConvolutionSample.of(new int[] {1, 18, 17, 3}, new int[] {17, 17, 3, 3}, same, same),
        ConvolutionSample.of(new int[] {2, 50, 50, 5}, new int[] {2, 3, 5, 5}, halving, same),
        // Groups of chunks, of weights' sums and of the others'.
        ConvolutionSample.of(new int[] {1, 2, 3, 470}, new int[] {3, 3, 3, 1}, same, same),
        ConvolutionSample.of(new int[] {2, 2, 3, 3}, new int[] {3, 3, 470, 1}, same, same),
        ConvolutionSample.of(new int[] {2, 70, 66, 2}, new int[] {3, 3, 3, 1}, same, same),
        // More images in a chunk than in the batch, and far fewer.
        ConvolutionSample.of(new int[] {9, 3, 3, 5}, new int[] {3, 3, 7, 1}, same, same),
        ConvolutionSample.of(new int[] {130, 2, 2, 5}, new int[] {3, 3, 7, 1}, same, same));
  }

  private static ConvolutionSample any(SplittableRandom random) {
    int axes = random.nextInt(1, 4);
    int groups = random.nextInt(3) == 0 ? random.nextInt(2, 4) : 1;
    int[] x = new int[axes + 2];
    int[] kernel = new int[axes + 2];
    int[][] slide = new int[axes][];
    x[0] = random.nextInt(1, 4);
    for (int axis = 0; axis < axes; axis++) {
      kernel[axis] = random.nextInt(1, 5);
      int dilation = random.nextInt(1, 3);
      int extent = (kernel[axis] - 1) * dilation + 1;
      int before = random.nextInt(3);
      int after = random.nextInt(3);
      x[axis + 1] = Math.max(1, extent - before - after) + random.nextInt(axes > 2 ? 5 : 14);
      slide[axis] = new int[] {random.nextInt(1, 4), dilation, before, after};
    }
    x[axes + 1] = groups * random.nextInt(1, 20);
    kernel[axes] = groups * random.nextInt(1, 40);
    kernel[axes + 1] = groups;
    return ConvolutionSample.of(x, kernel, slide);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theBitsAreThoseOfTheReference(ConvolutionSample sample) {
    float[][] floats = sample.floats(ConvolutionSample::reference);
    double[][] doubles = sample.doubles(ConvolutionSample::reference);
    for (int threads = 1; threads <= 3; threads++) {
      Workers.threads(threads);
      same(floats, sample.floats(ConvolutionPlan::run), threads);
      same(floats, sample.floats(ConvolutionSample.by(ConvolutionSample.VECTORS_F32)), threads);
      same(doubles, sample.doubles(ConvolutionPlan::run), threads);
      same(doubles, sample.doubles(ConvolutionSample.by(ConvolutionSample.VECTORS_F64)), threads);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyElementIsHandedOnOnceWhenItIsFinished(ConvolutionSample sample) {
    float[][] expected = sample.floats(ConvolutionSample::reference);
    for (float[] sum : expected) {
      negate(sum, 0, sum.length);
    }
    for (int threads = 1; threads <= 3; threads++) {
      Workers.threads(threads);
      same(expected, sample.floats(ConvolutionTest::negated), threads);
    }
  }

  /// Computes a sum whose elements change their sign as soon as they are handed on.
  static void negated(
      ConvolutionPlan plan, float[] a, int aOffset, float[] b, int bOffset, float[] c, int to) {
    Tail tail =
        (place, apart, rows, columns) -> {
          for (int row = 0; row < rows; row++) {
            negate(c, place + row * apart, columns);
          }
        };
    var followed = plan.then(tail);
    followed.orElse(plan).run(a, aOffset, b, bOffset, c, to);
    if (followed.isEmpty()) {
      negate(c, 0, c.length);
    }
  }

  static void negate(float[] numbers, int from, int count) {
    for (int i = from; i < from + count; i++) {
      numbers[i] = numbers[i] == ConvolutionSample.UNTOUCHED ? numbers[i] : -numbers[i];
    }
  }

  private static void same(float[][] expected, float[][] actual, int threads) {
    for (int sum = 0; sum < 3; sum++) {
      assertArrayEquals(expected[sum], actual[sum], "sum " + sum + ", threads " + threads);
    }
  }

  private static void same(double[][] expected, double[][] actual, int threads) {
    for (int sum = 0; sum < 3; sum++) {
      assertArrayEquals(expected[sum], actual[sum], "sum " + sum + ", threads " + threads);
    }
  }

  static Stream<ConvolutionPlan> plans() {
    return Stream.of(
            new int[][] {{1, 1, 1, 1}, {1, 1, 1, 1}}, new int[][] {{2, 1, 0, 1}, {2, 1, 0, 1}})
        .flatMap(slide -> {
          var sizes =
              ConvolutionSample.of(new int[] {3, 16, 16, 16}, new int[] {3, 3, 40, 1}, slide)
                  .sizes();
          return Stream.of(
              ConvolutionPlan.results(sizes),
              ConvolutionPlan.images(sizes),
              ConvolutionPlan.weights(sizes));
        });
  }

  @ParameterizedTest
  @MethodSource("plans")
  void runningAllocatesNothingOnceWarm(ConvolutionPlan plan) {
    Workers.threads(1);
    float[] a = GemmSample.floats(3 * 16 * 16 * 40, 6);
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

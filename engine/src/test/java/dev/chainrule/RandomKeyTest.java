package dev.chainrule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.kernel.Threefry;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomKeyTest {
  private static final RandomKey KEY = RandomKey.of(42);

  /// The known answers published with the authors' Random123 library.
  @Test
  void threefryGivesThePublishedAnswers() {
    assertEquals(0x6b20015999ba4efeL, Threefry.words(0, 0, 0, 0));
    assertEquals(0x1cb996fcbb002be7L, Threefry.words(-1, -1, -1, -1));
    assertEquals(
        0xc4923a9c483df7a0L, Threefry.words(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3));
  }

  @Test
  void elementsDoNotDependOnHowManyThereAre() {
    for (int size : new int[] {1, 255, 256, 257, 511, 512, 513, 2000}) {
      var shape = Shape.of(size);
      var longer = Shape.of(size + 700);
      assertPrefix(KEY.uniform(shape), KEY.uniform(longer));
      assertPrefix(KEY.normal(shape), KEY.normal(longer));
      assertPrefix(KEY.bernoulli(shape, 0.3), KEY.bernoulli(longer, 0.3));
      assertPrefix(KEY.integers(shape, -5, 9), KEY.integers(longer, -5, 9));
      assertPrefix(KEY.uniform(shape, 0, 1, DType.F64), KEY.uniform(longer, 0, 1, DType.F64));
    }
  }

  private static void assertPrefix(Tensor shorter, Tensor longer) {
    double[] start = shorter.toDoubleArray();
    assertArrayEquals(start, Arrays.copyOf(longer.toDoubleArray(), start.length));
  }

  @Test
  void keysGiveDifferentNumbers() {
    var keys =
        Set.of(
            KEY,
            RandomKey.of(43),
            KEY.split(0),
            KEY.split(1),
            KEY.split(0).split(0),
            KEY.child(""),
            KEY.child("a"),
            KEY.child("a\0"),
            KEY.child("dense.weight"),
            KEY.child("dense.bias"));
    assertEquals(10, keys.size());
    var firsts = new HashSet<Double>();
    keys.forEach(key -> firsts.add(key.uniform(Shape.of(), 0, 1, DType.F64).item()));
    assertEquals(10, firsts.size());
  }

  @Test
  void aSeedFillsBothWords() {
    assertEquals(new RandomKey(1, -2), RandomKey.of(0x1FFFFFFFEL));
  }

  @Test
  void uniformNumbersFillTheirRangeEvenly() {
    var numbers = KEY.uniform(Shape.of(100_000), -2, 6, DType.F32).toDoubleArray();
    assertTrue(Arrays.stream(numbers).allMatch(x -> x >= -2 && x < 6));
    assertMoments(numbers, 2, 64 / 12.0);
    for (int eighth = 0; eighth < 8; eighth++) {
      int from = eighth - 2;
      double count = Arrays.stream(numbers).filter(x -> x >= from && x < from + 1).count();
      assertEquals(12_500, count, 5 * Math.sqrt(12_500));
    }
  }

  @Test
  void uniformNumbersStayBelowTheUpperBoundWhereRoundingWouldReachIt() {
    float high = 1 + Math.ulp(1f);
    var numbers = KEY.uniform(Shape.of(1000), 1, high, DType.F32).toFloatArray();
    assertEquals(Set.of(1f), setOf(numbers));
  }

  private static Set<Float> setOf(float[] numbers) {
    var set = new HashSet<Float>();
    for (float number : numbers) {
      set.add(number);
    }
    return set;
  }

  @Test
  void normalNumbersHaveTheirMomentsAndTails() {
    for (var dtype : new DType[] {DType.F32, DType.F64}) {
      var numbers = KEY.normal(Shape.of(100_000), 3, 2, dtype).toDoubleArray();
      assertMoments(numbers, 3, 4);
      double far =
          Arrays.stream(numbers).filter(x -> Math.abs(x - 3) > 2 * 1.959963984540054).count();
      assertEquals(5000, far, 5 * Math.sqrt(5000));
      double fourth =
          Arrays.stream(numbers).map(x -> Math.pow((x - 3) / 2, 4)).average().orElseThrow();
      assertEquals(3, fourth, 5 * Math.sqrt(96 / 1e5));
    }
  }

  private static void assertMoments(double[] numbers, double mean, double variance) {
    double sum = Arrays.stream(numbers).sum();
    double average = sum / numbers.length;
    double squares = Arrays.stream(numbers).map(x -> (x - average) * (x - average)).sum();
    double error = 5 / Math.sqrt(numbers.length);
    assertEquals(mean, average, error * Math.sqrt(variance));
    assertEquals(variance, squares / numbers.length, error * variance * 2);
  }

  @Test
  void truthsHaveTheirProbability() {
    for (double probability : new double[] {0, 0.1, 0.5, 1}) {
      double mean = KEY.bernoulli(Shape.of(100_000), probability).to(DType.F64).mean().item();
      assertEquals(probability, mean, 5 * Math.sqrt(probability * (1 - probability) / 1e5));
    }
  }

  @Test
  void wholeNumbersAreAllEquallyLikely() {
    int[] numbers = KEY.integers(Shape.of(70_000), -3, 4).toIntArray();
    for (int value = -3; value < 4; value++) {
      int wanted = value;
      double count = IntStream.of(numbers).filter(x -> x == wanted).count();
      assertEquals(10_000, count, 5 * Math.sqrt(10_000));
    }
    assertEquals(
        Long.MIN_VALUE,
        LongStream.of(KEY.integers(Shape.of(9), Long.MIN_VALUE, Long.MIN_VALUE + 1).toLongArray())
            .max()
            .orElseThrow());
  }

  @Test
  void permutationsHoldEveryNumberOnce() {
    for (int size : new int[] {0, 1, 2, 10, 1000}) {
      int[] order = KEY.permutation(size).toIntArray();
      Arrays.sort(order);
      assertArrayEquals(IntStream.range(0, size).toArray(), order);
    }
  }

  @Test
  void everyNumberComesFirstEquallyOften() {
    int[] count = new int[5];
    for (int i = 0; i < 10_000; i++) {
      count[KEY.split(i).permutation(5).toIntArray()[0]]++;
    }
    for (int number : count) {
      assertEquals(2000, number, 5 * Math.sqrt(2000));
    }
  }

  @Test
  void neighbouringKeysAndElementsAreUncorrelated() {
    var a = KEY.split(1).normal(Shape.of(100_000));
    var b = KEY.split(2).normal(Shape.of(100_000));
    assertEquals(0, a.mul(b).mean().item(), 5 / Math.sqrt(100_000));
    assertEquals(
        0, a.slice(0, 0, -256).mul(a.slice(0, 256, 100_000)).mean().item(), 5 / Math.sqrt(99_000));
  }

  @Test
  void theBitsStayTheSameForEver() {
    assertArrayEquals(
        new float[] {0x1.b4f81p-2f, 0x1.9a3f8p-4f, 0x1.924e18p-3f},
        KEY.uniform(Shape.of(3)).toFloatArray());
    assertArrayEquals(
        new float[] {0.18471174f, 1.2806504f, 0.8544132f}, KEY.normal(Shape.of(3)).toFloatArray());
    assertArrayEquals(new int[] {426, 100, 196}, KEY.integers(Shape.of(3), 0, 1000).toIntArray());
    assertEquals(new RandomKey(-575114991, -2000534373), KEY.split(7));
    assertEquals(new RandomKey(-65210604, 85272827), KEY.child("dense.weight"));
  }

  @Test
  void badArgumentsAreRefused() {
    assertRefused(
        "randomBernoulli: probability 1.5 is outside 0..1", () -> KEY.bernoulli(Shape.of(3), 1.5));
    assertRefused(
        "randomUniform: needs low < high, both finite, and f32 or f64; got 1.0, 1.0 and f32",
        () -> KEY.uniform(Shape.of(3), 1, 1, DType.F32));
    assertRefused(
        "randomNormal: needs a finite mean, a deviation of at least 0, and f32 or f64; got 0.0,"
            + " -1.0 and f64",
        () -> KEY.normal(Shape.of(3), 0, -1, DType.F64));
    assertRefused(
        "randomIntegers: needs low < high within i32 or i64; got 5, 5 and i64",
        () -> KEY.integers(Shape.of(3), 5, 5));
  }

  private static void assertRefused(String message, Runnable draw) {
    var error = assertThrows(IllegalArgumentException.class, draw::run);
    assertEquals(message, error.getMessage());
  }
}

package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scans against their definition, bit by bit, on one, two and three threads.
@Tag("contract")
class ScansTest {
  private static final int OUTER = 2;
  private static final int[] INNER = {1, 5, 70};

  private final SplittableRandom random = new SplittableRandom(13);

  @BeforeEach
  void forkAlways() {
    Loops.grain(1);
  }

  @AfterEach
  void forkAsUsual() {
    Loops.grain(1 << 15);
    Workers.threads(Runtime.getRuntime().availableProcessors());
  }

  /// Numbers in a storage that begins elsewhere.
  private Storage numbers(int count) {
    float[] numbers = new float[count + 3];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return new Storage(numbers, Element.F32, 3, new int[] {1});
  }

  /// What combines the place before, as it was before rounding, with an element.
  private interface Step {
    double of(double before, int place);
  }

  private static float[] expected(Lines lines, boolean reverse, double identity, Step step) {
    float[] expected = new float[lines.elements()];
    for (int line = 0; line < lines.outer() * lines.inner(); line++) {
      double total = identity;
      for (int i = 0; i < lines.size(); i++) {
        int j = reverse ? lines.size() - 1 - i : i;
        int outer = line / lines.inner();
        int place = (outer * lines.size() + j) * lines.inner() + line % lines.inner();
        total = step.of(total, place);
        expected[place] = (float) total;
      }
    }
    return expected;
  }

  private static double element(Storage x, int place) {
    return ((float[]) x.array())[x.offset() + place];
  }

  private static void assertSame(float[] expected, Function<Storage, Runnable> scan) {
    for (int threads = 1; threads <= 3; threads++) {
      Workers.threads(threads);
      var y = Storage.movable(new float[expected.length], Element.F32, new int[] {expected.length});
      var call = scan.apply(y);
      call.run();
      y.move(new float[expected.length + 2], 2);
      call.run();
      float[] actual = (float[]) y.array();
      assertArrayEquals(expected, Arrays.copyOfRange(actual, y.offset(), actual.length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 127, 129, 1000, 4098})
  void totalsAreCarriedInDoublePrecisionFromEitherEnd(int size) {
    for (int inner : INNER) {
      var lines = new Lines(OUTER, size, inner);
      var x = numbers(lines.elements());
      for (boolean reverse : new boolean[] {false, true}) {
        for (var fold : new Fold[] {Fold.SUM, Fold.PRODUCT}) {
          DoubleBinaryOperator join = fold == Fold.SUM ? (a, b) -> a + b : (a, b) -> a * b;
          var expected =
              expected(
                  lines,
                  reverse,
                  fold == Fold.SUM ? 0 : 1,
                  (before, place) -> join.applyAsDouble(before, element(x, place)));
          assertSame(expected, y -> Scans.fold(fold, reverse, x, lines, y));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 127, 129, 1000, 4098})
  void recurrencesAreCarriedInDoublePrecisionFromEitherEnd(int size) {
    for (int inner : INNER) {
      var lines = new Lines(OUTER, size, inner);
      var a = numbers(lines.elements());
      var b = numbers(lines.elements());
      for (boolean reverse : new boolean[] {false, true}) {
        var expected =
            expected(
                lines,
                reverse,
                0,
                (before, place) -> element(a, place) * before + element(b, place));
        assertSame(expected, y -> Scans.recurrence(reverse, a, b, lines, y));
      }
    }
  }
}

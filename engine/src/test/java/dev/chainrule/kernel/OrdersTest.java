package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Order along lines of many sizes, on one, two and three threads.
@Tag("contract")
class OrdersTest {
  private static final int OUTER = 3;
  private static final int[] INNER = {1, 5};

  private final SplittableRandom random = new SplittableRandom(11);

  @BeforeEach
  void forkAlways() {
    Loops.grain(1);
  }

  @AfterEach
  void forkAsUsual() {
    Loops.grain(1 << 15);
    Workers.threads(Runtime.getRuntime().availableProcessors());
  }

  /// Few different numbers, so that there are ties, in a storage that begins elsewhere.
  private Storage numbers(int count) {
    double[] numbers = random.doubles(count + 3, -9, 9).map(Math::rint).toArray();
    return new Storage(numbers, Element.F64, 3, new int[] {1});
  }

  private static double element(Storage x, Lines lines, int line, int i) {
    int place =
        line / lines.inner() * lines.size() * lines.inner()
            + i * lines.inner()
            + line % lines.inner();
    return ((double[]) x.array())[x.offset() + place];
  }

  private static long[] indices(Storage y, int count) {
    return Arrays.copyOfRange((long[]) y.array(), y.offset(), y.offset() + count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 127, 129, 1000, 4098})
  void everyCountOfPlacesIsTheBeginningOfAStableSort(int size) {
    for (int inner : INNER) {
      var lines = new Lines(OUTER, size, inner);
      var x = numbers(OUTER * size * inner);
      for (int count : new int[] {0, 1, 3, 32, 33, size}) {
        for (int threads = 1; threads <= 3 && count <= size; threads++) {
          Workers.threads(threads);
          check(lines, x, count, threads == 2);
        }
      }
    }
  }

  private static void check(Lines lines, Storage x, int count, boolean descending) {
    int inner = lines.inner();
    var y = Storage.allocate(Element.I64, new int[] {OUTER * count * inner});
    Orders.sorted(descending, count, x, lines, y).run();
    long[] expected = new long[OUTER * count * inner];
    for (int line = 0; line < OUTER * inner; line++) {
      int number = line;
      Comparator<Integer> order =
          Comparator.comparingDouble(i -> element(x, lines, number, i) + 0.0);
      int[] sorted =
          IntStream.range(0, lines.size())
              .boxed()
              .sorted(descending ? order.reversed() : order)
              .mapToInt(i -> i)
              .toArray();
      for (int i = 0; i < count; i++) {
        expected[(line / inner * count + i) * inner + line % inner] = sorted[i];
      }
    }
    assertArrayEquals(expected, indices(y, expected.length));
  }
}

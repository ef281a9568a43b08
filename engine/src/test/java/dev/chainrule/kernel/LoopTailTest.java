package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A loop that follows a product gives the bits of the product followed by the loop.
@Tag("contract")
class LoopTailTest {
  private static final List<Expression> BODIES =
      List.of(
          Expression.input(0).add(Expression.input(1)).mul(Expression.input(2)),
          Expression.input(0).sub(Expression.input(3)));

  private int threadsBefore;

  @BeforeEach
  void remember() {
    threadsBefore = Workers.threads();
    Loops.skipWarming();
  }

  @AfterEach
  void restore() {
    Workers.threads(threadsBefore);
  }

  /// The sizes are of plain products, blocks, bands and groups of chunks, and batches of them.
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "1, 3, 5, 0",
    "1, 7, 9, 5",
    "1, 400, 40, 30",
    "1, 30, 530, 300",
    "1, 300, 530, 300",
    "1, 60, 20, 4200",
    "1, 5, 270, 4100",
    "1, 70, 1030, 4200",
    "1, 2, 2, 9000",
    "1, 300, 2, 17",
    "5, 3, 4, 2",
    "7, 33, 31, 65"
  })
  void theLoopSeesFinishedElements(int batch, int m, int n, int k) {
    int size = batch * m * n;
    float[] a = random(batch * m * k);
    float[] b = random(batch * k * n);
    float[][] fixed = {random(n), random(batch * m), random(size)};
    var gemm =
        Gemm.of(m, n, k, new Strides(k, 1), new Strides(n, 1), n)
            .repeated(batch, m * k, k * n, m * n);
    for (int threads = 1; threads <= 3; threads++) {
      Workers.threads(threads);
      float[] product = new float[3 + size];
      gemm.run(a, 0, b, 0, product, 3);
      var expected = operands(product, fixed, batch * m, n);
      LoopCall.of(BODIES, Element.F32, new int[] {batch * m, n}, expected).run();
      float[] result = new float[3 + size];
      var found = operands(result, fixed, batch * m, n);
      gemm.then(tail(batch * m, n, found)).run(a, 0, b, 0, result, 3);
      assertArrayEquals(product, result, threads + " threads");
      assertArrayEquals((float[]) expected[5].array(), (float[]) found[5].array());
    }
  }

  private static Tail tail(int rows, int columns, Storage... operands) {
    var result = new LoopTail.Result(operands[0], columns);
    int[] sizes = {rows, columns};
    return LoopTail.of(BODIES, Element.F32, sizes, result, operands).orElseThrow();
  }

  /// Returns a product, something for each column, for each row and for each element, and two
  /// outputs, of which the first lies where the product lies.
  private static Storage[] operands(float[] product, float[][] fixed, int rows, int columns) {
    int[] whole = {columns, 1};
    var result = new Storage(product, Element.F32, 3, whole);
    return new Storage[] {
      result,
      new Storage(fixed[0], Element.F32, 0, new int[] {0, 1}),
      new Storage(fixed[1], Element.F32, 0, new int[] {1, 0}),
      new Storage(fixed[2], Element.F32, 0, whole),
      result,
      Storage.allocate(Element.F32, new int[] {rows, columns})
    };
  }

  private static float[] random(int size) {
    var random = new SplittableRandom(size);
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  @Test
  void everyElementIsHandedOnOnce() {
    int m = 500;
    int n = 300;
    var random = new SplittableRandom(3);
    for (int threads = 1; threads <= 3; threads++) {
      Workers.threads(threads);
      int k = threads == 2 ? 300 : random.nextInt(1, 5000);
      int[] seen = new int[m * n];
      Gemm.of(m, n, k)
          .then((place, apart, rows, columns) -> {
            for (int row = 0; row < rows; row++) {
              for (int i = 0; i < columns; i++) {
                seen[place + row * apart + i]++; // each place belongs to one thread
              }
            }
          })
          .run(new float[m * k], 0, new float[k * n], 0, new float[m * n], 0);
      assertTrue(Arrays.stream(seen).allMatch(times -> times == 1), "k is " + k);
    }
  }

  @Test
  void axesAreAMatrixIfTheirDistancesAllowIt() {
    int[] sizes = {2, 3, 4};
    assertEquals(Optional.of(new Strides(4, 1)), LoopTail.strides(sizes, new int[] {12, 4, 1}, 4));
    assertEquals(
        Optional.of(new Strides(12, 1)), LoopTail.strides(sizes, new int[] {12, 4, 1}, 12));
    assertEquals(Optional.of(new Strides(6, 1)), LoopTail.strides(sizes, new int[] {12, 4, 1}, 6));
    assertEquals(Optional.of(new Strides(0, 1)), LoopTail.strides(sizes, new int[] {0, 0, 1}, 4));
    assertEquals(Optional.of(new Strides(1, 0)), LoopTail.strides(sizes, new int[] {3, 1, 0}, 4));
    assertEquals(Optional.of(new Strides(0, 1)), LoopTail.strides(sizes, new int[] {0, 4, 1}, 12));
    assertEquals(Optional.empty(), LoopTail.strides(sizes, new int[] {0, 4, 1}, 4));
    assertEquals(Optional.empty(), LoopTail.strides(sizes, new int[] {0, 0, 1}, 6));
    assertEquals(Optional.of(new Strides(0, 0)), LoopTail.strides(sizes, new int[] {0, 0, 0}, 6));
  }
}

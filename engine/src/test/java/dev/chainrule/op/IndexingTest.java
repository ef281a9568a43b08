package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IndexingTest {
  private static final Tensor NUMBERS = Tensor.range(24).to(DType.F32);

  private static void assertElements(Tensor tensor, Shape shape, double... expected) {
    assertEquals(shape, tensor.shape());
    assertArrayEquals(expected, tensor.toDoubleArray());
  }

  private static void assertMessage(String message, Runnable use) {
    assertEquals(message, assertThrows(ShapeException.class, use::run).getMessage());
  }

  @Test
  void slicesCountFromBothEndsInBothDirections() {
    var x = NUMBERS.slice(0, 0, 5);
    assertElements(x.slice(0, 1, 4), Shape.of(3), 1, 2, 3);
    assertElements(x.slice(0, -4, -1), Shape.of(3), 1, 2, 3);
    assertElements(x.slice(0, 0, 5, 2), Shape.of(3), 0, 2, 4);
    assertElements(x.slice(0, 4, 0, -2), Shape.of(2), 4, 2);
    assertElements(x.slice(0, -1, -6, -1), Shape.of(5), 4, 3, 2, 1, 0);
    assertElements(x.slice(0, 3, 3), Shape.of(0));
    assertElements(x.slice(0, 3, 1), Shape.of(0));
  }

  @Test
  void slicesFlipsAndDiagonalsShareMemory() {
    var x = NUMBERS.reshape(2, 3, 4);
    assertSame(x.storage().array(), x.slice(1, 0, 3, 2).storage().array());
    assertSame(x.storage().array(), x.flip().storage().array());
    assertSame(x.storage().array(), Diagonal.of(x, 1).storage().array());
    assertSame(x.storage().array(), Windows.of(x, 2, 2, 1).storage().array());
  }

  @Test
  void aSliceOutsideItsAxisNamesTheIndices() {
    assertMessage(
        "slice: indices 1..24 lie outside axis 0 of [24], which has 0..23",
        () -> NUMBERS.slice(0, 1, 25));
    assertMessage(
        "slice: indices -2..23 lie outside axis 0 of [24], which has 0..23",
        () -> NUMBERS.slice(0, -26, 24));
    assertMessage(
        "slice: indices 24..24 lie outside axis 0 of [24], which has 0..23",
        () -> NUMBERS.select(0, 24));
  }

  @Test
  void selectTakesAnAxisAway() {
    assertElements(
        NUMBERS.reshape(2, 3, 4).select(1, -1), Shape.of(2, 4), 8, 9, 10, 11, 20, 21, 22, 23);
  }

  @Test
  void splitsCoverTheAxisInOrder() {
    var parts = Slice.split(NUMBERS.reshape(6, 4), 0, 1, 3, 2);
    assertEquals(3, parts.size());
    assertElements(Concatenate.of(0, parts), Shape.of(6, 4), NUMBERS.toDoubleArray());
    assertMessage(
        "split: sizes [1, 3] add up to 4, axis 0 of [24] has 24",
        () -> Slice.split(NUMBERS, 0, 1, 3));
  }

  @Test
  void productsReadFlippedOperandsWhereTheyLie() {
    var a = NUMBERS.slice(0, 0, 6).reshape(2, 3);
    var b = NUMBERS.slice(0, 0, 12).reshape(3, 4);
    assertElements(
        a.flip().matmul(b.flip(0)),
        Shape.of(2, 4),
        a.flip().add(0).matmul(b.flip(0).add(0)).toDoubleArray());
    assertElements(a.flip(1).matmul(b.flip(0)), Shape.of(2, 4), a.matmul(b).toDoubleArray());
  }

  @Test
  void axesOfSizeOneComeAndGo() {
    var x = Tensor.zeros(Shape.of(2, 1, 3, 1), DType.F32);
    assertEquals(Shape.of(2, 3), x.squeeze().shape());
    assertEquals(Shape.of(2, 3, 1), x.squeeze(1).shape());
    assertEquals(Shape.of(1, 2, 1, 3, 1), x.unsqueeze(0).shape());
    assertEquals(Shape.of(2, 1, 3, 1, 1), x.unsqueeze(-1).shape());
    assertEquals(Shape.of(2, 3), x.flatten(1, -1).shape());
    assertEquals(Shape.of(1, 1, 2, 3), Permute.move(Permute.move(x, 0, -1), 1, -1).shape());
    assertMessage(
        "squeeze: axis 0 of [2, 1, 3, 1] has size 2; only axes of size 1 can go",
        () -> x.squeeze(0));
  }

  @Test
  void gatherAndScatterAddAreTransposes() {
    var x = NUMBERS.slice(0, 0, 8).reshape(2, 4);
    var index = Tensor.of(new int[] {3, 3, 0, 1, 2, 1}, Shape.of(2, 3));
    assertElements(x.gather(1, index), Shape.of(2, 3), 3, 3, 0, 5, 6, 5);
    assertElements(
        ScatterAdd.of(x, 1, index, Tensor.ones(index.shape(), DType.F32)),
        Shape.of(2, 4),
        1,
        1,
        2,
        5,
        4,
        7,
        7,
        7);
  }

  @Test
  void takeAlongAxisBroadcasts() {
    var x = NUMBERS.slice(0, 0, 12).reshape(3, 4);
    var index = Tensor.of(new int[] {2, 0, 1, 2}, Shape.of(1, 4));
    assertElements(Gather.along(x, 0, index), Shape.of(1, 4), 8, 1, 6, 11);
    assertElements(
        Gather.along(x, 1, Tensor.of(new int[] {3, 0}, Shape.of(1, 2))),
        Shape.of(3, 2),
        3,
        0,
        7,
        4,
        11,
        8);
  }

  @Test
  void scatterAddAddsInTheOrderOfTheSource() {
    float[] values = new float[3000];
    int[] places = new int[values.length];
    float[] sums = new float[3];
    float[] random = RandomKey.of(1).normal(Shape.of(values.length)).toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = random[i] * (i % 7 == 0 ? 1e6f : 1);
      places[i] = i * 31 % 3;
      sums[places[i]] += values[i];
    }
    var shape = Shape.of(values.length);
    var result =
        new ScatterAdd(0, Shape.of(3)).on(Tensor.of(values, shape), Tensor.of(places, shape));
    assertArrayEquals(sums, result.toFloatArray());
    var rows =
        new IndexAdd(0, 3).on(Tensor.of(values, shape).reshape(3000, 1), Tensor.of(places, shape));
    assertArrayEquals(sums, rows.toFloatArray());
  }

  @Test
  void anIndexOutsideItsAxisIsNamedWithItsPlaceAndTheRange() {
    var x = NUMBERS.slice(0, 0, 15).reshape(3, 5);
    assertMessage(
        "gather: index 5 at [1, 0] is outside 0..4, the indices of axis 1 of [3, 5]",
        () -> x.gather(1, Tensor.of(new int[] {0, 4, 5, 1}, Shape.of(2, 2))));
    assertMessage(
        "indexSelect: index -1 at [2] is outside 0..2, the indices of axis 0 of [3, 5]",
        () -> x.indexSelect(0, Tensor.of(new long[] {0, 2, -1}, Shape.of(3))));
    assertMessage(
        "indexSelect: index 4294967296 is outside 0..2, the indices of axis 0 of [3, 5]",
        () -> x.indexSelect(0, Tensor.of(new long[] {1L << 32}, Shape.of())));
    assertMessage(
        "embedding: index 3 at [0] is outside 0..2, the indices of axis 0 of [3, 5]",
        () -> Embedding.of(x, Tensor.of(new int[] {3}, Shape.of(1))));
    assertMessage(
        "oneHot: index 10 at [1] is outside 0..9, the indices of axis 1 of [2, 10]",
        () -> Tensor.of(new int[] {0, 10}, Shape.of(2)).oneHot(10));
  }

  @Test
  void theLastElementThatIsScatteredToAPlaceStaysAndHasTheGradient() {
    var x = Tensor.zeros(Shape.of(3), DType.F32).tracked();
    var source = Tensor.of(1, 2, 3, 4).tracked();
    var index = Tensor.of(new int[] {2, 0, 2, 0}, Shape.of(4));
    var y = Scatter.of(x, 0, index, source);
    assertElements(y, Shape.of(3), 4, 0, 3);
    var gradients = y.mul(Tensor.of(10, 20, 30)).sum().backward();
    assertElements(gradients.of(source), Shape.of(4), 0, 0, 30, 10);
    assertElements(gradients.of(x), Shape.of(3), 0, 20, 0);
  }

  @Test
  void thePaddingRowIsReadButNotTrained() {
    var table = NUMBERS.slice(0, 0, 6).reshape(3, 2).tracked();
    var index = Tensor.of(new int[] {1, 2, 1, 0}, Shape.of(4));
    var y = new Embedding(1).on(table, index);
    assertElements(y, Shape.of(4, 2), 2, 3, 4, 5, 2, 3, 0, 1);
    assertElements(y.sum().backward().of(table), Shape.of(3, 2), 1, 1, 0, 0, 1, 1);
  }

  @Test
  void masksChooseElementsAndRows() {
    var x = NUMBERS.slice(0, 0, 6).reshape(3, 2).tracked();
    var even = Tensor.of(new boolean[] {true, false, false, true, true, true}, Shape.of(3, 2));
    var chosen = Masks.select(x, even);
    assertElements(chosen, Shape.of(4), 0, 3, 4, 5);
    assertElements(chosen.sum().backward().of(x), Shape.of(3, 2), 1, 0, 0, 1, 1, 1);
    var rows = Tensor.of(new boolean[] {true, false, true}, Shape.of(3));
    assertElements(Masks.rows(x, rows), Shape.of(2, 2), 0, 1, 4, 5);
    assertElements(Masks.nonZero(even), Shape.of(4, 2), 0, 0, 1, 1, 2, 0, 2, 1);
    assertElements(Masks.nonZero(Tensor.scalar(3)), Shape.of(1, 0));
  }

  @Test
  void aReplacedElementHasNoGradientEvenIfItIsNotANumber() {
    var x = Tensor.of(1, Float.NaN, 3).tracked();
    var nan = Tensor.of(new boolean[] {false, true, false}, Shape.of(3));
    var y = x.maskedFill(nan, 0);
    assertElements(y, Shape.of(3), 1, 0, 3);
    assertElements(y.mul(y).sum().backward().of(x), Shape.of(3), 2, 0, 6);
  }

  @Test
  void truthsAndBytesMoveLikeNumbers() {
    for (var dtype : DType.values()) {
      var x = Tensor.of(new double[] {1, 0, 1, 1, 0, 0}, Shape.of(2, 3)).to(dtype);
      var index = Tensor.of(new int[] {1, 0}, Shape.of(2));
      assertElements(x.flip(1), Shape.of(2, 3), 1, 0, 1, 0, 0, 1);
      assertElements(Roll.of(x, 1, 1), Shape.of(2, 3), 1, 1, 0, 0, 1, 0);
      assertElements(Triangle.lower(x, 0), Shape.of(2, 3), 1, 0, 0, 1, 0, 0);
      assertElements(x.indexSelect(0, index), Shape.of(2, 3), 1, 0, 0, 1, 0, 1);
      assertElements(x.gather(1, index.reshape(2, 1)), Shape.of(2, 1), 0, 1);
      assertElements(Tile.of(x, 1, 2), Shape.of(2, 6), 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0);
      assertElements(Repeat.of(x, 0, 2, 0), Shape.of(2, 3), 1, 0, 1, 1, 0, 1);
      assertElements(Pad.of(x, new int[] {0, 1}, new int[] {0, -2}), Shape.of(2, 2), 0, 1, 0, 1);
    }
  }

  @Test
  void sequencesHitTheirEnds() {
    assertElements(Sequences.range(1, 4, 0.5, DType.F32), Shape.of(6), 1, 1.5, 2, 2.5, 3, 3.5);
    assertElements(Sequences.range(3, 0, -1, DType.I32), Shape.of(3), 3, 2, 1);
    double[] line = Sequences.linspace(-1, 2, 7, DType.F64).toDoubleArray();
    assertArrayEquals(new double[] {-1, -0.5, 0, 0.5, 1, 1.5, 2}, line);
    double[] tenths = Sequences.linspace(0, 0.7, 8, DType.F64).toDoubleArray();
    assertEquals(0.7, tenths[7]);
    assertElements(Sequences.eye(2, 3, DType.F32), Shape.of(2, 3), 1, 0, 0, 0, 1, 0);
    assertThrows(IllegalArgumentException.class, () -> Sequences.range(0, 1, 0, DType.F32));
  }

  @Test
  void dropoutKeepsTheExpectedSum() {
    var x = Tensor.ones(Shape.of(100, 100), DType.F32);
    var key = RandomKey.of(7);
    double[] y = Dropout.of(x, 0.2, key).toDoubleArray();
    assertEquals(1, Arrays.stream(y).average().orElseThrow(), 5 * 0.5 / 100);
    assertArrayEquals(y, Dropout.of(x, 0.2, key).toDoubleArray());
    assertArrayEquals(x.toDoubleArray(), Dropout.of(x, 0, key).toDoubleArray());
    assertThrows(IllegalArgumentException.class, () -> new Dropout(1));
  }
}

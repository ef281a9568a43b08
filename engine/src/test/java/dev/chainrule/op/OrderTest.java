package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Derivatives;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final double NAN = Double.NaN;

  private static Tensor vector(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static void assertElements(Tensor tensor, double... expected) {
    assertArrayEquals(expected, tensor.toDoubleArray(), tensor::toString);
  }

  private static Tensor slopes(UnaryOperator<Tensor> function, Tensor x) {
    return Derivatives.gradient(t -> function.apply(t).sum()).at(x);
  }

  @Test
  void theFirstOfTheLargestIsFoundAndNanWins() {
    var x = Tensor.of(new double[] {1, 3, 3, 2, 2, 2, NAN, 9, NAN}, Shape.of(3, 3));
    assertElements(x.argMax(1), 1, 0, 0);
    assertElements(ArgExtremum.min(x, 1), 0, 0, 0);
    assertElements(ArgExtremum.max(x, -2), 2, 2, 2);
    assertElements(ArgExtremum.max(x), 6);
    assertElements(ArgExtremum.min(vector(0.0, -0.0)), 0);
    assertEquals(DType.I64, x.argMax(1).dtype());
    assertEquals(Shape.of(3, 1), new ArgExtremum(Extremum.Kind.MAX, 1, true).on(x).shape());
  }

  @Test
  void nothingHasNoLargestElement() {
    var message =
        assertThrows(
            ShapeException.class, () -> Tensor.zeros(Shape.of(2, 0), DType.F32).argMax(-1));
    assertEquals(
        "argMax: there is no element to choose from along axis -1 of [2, 0]", message.getMessage());
  }

  @Test
  void wholeNumbersAreComparedExactly() {
    long large = 1L << 60;
    var x = Tensor.of(new long[] {large, large + 1, Long.MIN_VALUE, -1}, Shape.of(4));
    assertElements(x.argMax(0), 1);
    assertElements(ArgExtremum.min(x, 0), 2);
    assertElements(ArgSort.of(x, 0, true), 1, 0, 3, 2);
    assertElements(ArgSort.of(Tensor.of(1, 0, 1).to(DType.BOOL), 0, false), 1, 0, 2);
  }

  @Test
  void aTieOfOneAxisGivesItsGradientToTheIndexThatIsReturned() {
    var x = vector(1, 3, 3, 2);
    assertElements(slopes(t -> Ranked.max(t, 0).values(), x), 0, 1, 0, 0);
    assertElements(slopes(t -> t.max(), x), 0, 0.5, 0.5, 0);
    assertElements(slopes(t -> Ranked.cumulativeMax(t, 0).values(), x), 1, 1, 2, 0);
    assertElements(slopes(t -> Ranked.cumulativeMin(t, 0).values(), x), 4, 0, 0, 0);
  }

  @Test
  void extremesSoFarTakeTheLastAtATie() {
    var largest = Ranked.cumulativeMax(vector(2, 5, 1, 5, NAN, 9, NAN), 0);
    assertElements(largest.values(), 2, 5, 5, 5, NAN, NAN, NAN);
    assertElements(largest.indices(), 0, 1, 1, 3, 4, 4, 6);
    assertElements(Ranked.cumulativeMin(vector(2, 5, 1, 1, 0), 0).indices(), 0, 0, 2, 3, 4);
  }

  @Test
  void sortingIsStableInBothDirections() {
    var x = vector(2, 1, NAN, 2, -0.0, 1, 0.0, Double.NEGATIVE_INFINITY);
    assertElements(ArgSort.of(x, 0, false), 7, 4, 6, 1, 5, 0, 3, 2);
    assertElements(ArgSort.of(x, 0, true), 2, 0, 3, 1, 5, 4, 6, 7);
    var columns = Tensor.of(new double[] {3, 1, 2, 9, 1, 5}, Shape.of(3, 2));
    assertElements(Ranked.sort(columns, 0, false).values(), 1, 1, 2, 5, 3, 9);
    assertElements(Ranked.sort(columns, 1, true).values(), 3, 1, 9, 2, 5, 1);
    assertElements(
        slopes(t -> Ranked.sort(t, 0, true).values().mul(vector(1, 10, 100)), vector(2, 7, 5)),
        100,
        1,
        10);
  }

  @Test
  void theLargestComeInTheirOrderAndAtTiesTheFirst() {
    var x = vector(4, 7, 4, 7, 1);
    assertElements(Ranked.topK(x, 3, 0).indices(), 1, 3, 0);
    assertElements(Ranked.topK(x, 3, -1).values(), 7, 7, 4);
    assertElements(Ranked.bottomK(x, 2, 0).indices(), 4, 0);
    assertElements(Ranked.topK(x, 0, 0).values());
    assertElements(Ranked.nth(x, 2, 0).indices(), 2);
    assertElements(slopes(t -> Ranked.topK(t, 3, 0).values(), x), 1, 1, 0, 1, 0);
    var message = assertThrows(ShapeException.class, () -> Ranked.topK(x, 6, 0));
    assertEquals(
        "argTopK: cannot take 6 elements along axis 0 of [5], which has 5", message.getMessage());
  }

  @Test
  void quantilesInterpolateBetweenNeighbours() {
    var x = vector(4, 1, 3, 2);
    assertElements(Quantile.median(x, 0), 2.5);
    assertElements(Quantile.of(x, 0, 0), 1);
    assertElements(Quantile.of(x, 1, 0), 4);
    assertElements(Quantile.of(x, 0.25, 0), 1.75);
    assertElements(Quantile.of(vector(1, NAN, 3), 0.5, 0), NAN);
    assertElements(slopes(t -> Quantile.of(t, 0.25, 0), x), 0, 0.25, 0, 0.75);
    var error = assertThrows(IllegalArgumentException.class, () -> Quantile.of(x, 1.5, 0));
    assertEquals("quantile: the part is 1.5; it must be from 0 to 1", error.getMessage());
  }

  @Test
  void theModeOccursMostOftenAndTheSmallestWinsTies() {
    var x = vector(3, 1, 3, 1, 2);
    assertElements(Ranked.mode(x, 0).values(), 1);
    assertElements(Ranked.mode(x, 0).indices(), 3);
    assertElements(Ranked.mode(vector(NAN, 5, NAN), 0).indices(), 2);
    assertElements(slopes(t -> Ranked.mode(t, 0).values(), x), 0, 0, 0, 1, 0);
  }

  @Test
  void uniqueElementsComeInOrderWithTheirPlacesAndCounts() {
    var x = Tensor.of(new double[] {3, -0.0, 3, NAN, 0, NAN}, Shape.of(2, 3));
    var unique = Unique.of(x);
    assertElements(unique.values(), -0.0, 3, NAN);
    assertElements(unique.counts(), 2, 2, 2);
    assertEquals(Shape.of(2, 3), unique.inverse().shape());
    assertElements(unique.inverse().reshape(6), 1, 0, 1, 2, 0, 2);
    assertElements(slopes(t -> Unique.of(t).values(), vector(2, 1, 2)), 1, 1, 0);
    assertEquals(Shape.of(0), Unique.of(vector()).values().shape());
  }
}

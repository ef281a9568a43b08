package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private static final Attention ALL = new Attention(false, OptionalDouble.empty());

  private static Tensor numbers(int seed, int... sizes) {
    return RandomKey.of(seed).normal(Shape.of(sizes), 0, 1, DType.F64);
  }

  private static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.type(), actual.type());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-14);
  }

  @Test
  void aQueryGetsTheMeanOfTheValuesWeightedByItsKeys() {
    var query = Tensor.of(new double[] {2}, Shape.of(1, 1));
    var keys = Tensor.of(new double[] {0, Math.log(3) / 2}, Shape.of(2, 1));
    var values = Tensor.of(new double[] {10, 50}, Shape.of(2, 1));
    // the scores are 0 and ln 3, so the weights are 1/4 and 3/4
    assertEquals(40, Attention.of(query, keys, values).item(), 1e-12);
    assertArrayEquals(new double[] {0.25, 0.75}, ALL.weights(query, keys).toDoubleArray(), 1e-14);
  }

  @Test
  void droppedWeightsAreDrawnFromTheKeyAgainForTheGradient() {
    var q = numbers(1, 2, 4, 3).tracked();
    var k = numbers(2, 2, 5, 3).tracked();
    var v = numbers(3, 2, 5, 3).tracked();
    var seen = Tensor.of(new boolean[] {true, true, false, true, true}, Shape.of(5));
    var key = RandomKey.of(4).tensor();
    var kept = new RandomBernoulli(Shape.of(2, 4, 5), 0.7).on(key);
    var added = Attention.added(seen, DType.F64);
    var expected = new Dropout(0.3).on(ALL.weights(q, k, added), kept).matmul(v);
    var found = ALL.dropped(0.3, key, q, k, v, seen);
    assertSame(expected, found);
    var expectedGradients = expected.tanh().sum().backward();
    var gradients = found.tanh().sum().backward();
    for (var input : List.of(q, k, v)) {
      assertSame(expectedGradients.of(input), gradients.of(input));
    }
    assertThrows(ShapeException.class, () -> ALL.dropped(0.3, key, q, k, v, numbers(5, 3, 4)));
  }

  @Test
  void causalQueriesSeeNoLaterKey() {
    var x = numbers(1, 5, 3);
    var all = Attention.causal(x, x, x);
    for (int seen = 1; seen <= 5; seen++) {
      var first = x.slice(0, 0, seen);
      var query = x.slice(0, seen - 1, seen);
      assertSame(Attention.of(query, first, first), all.slice(0, seen - 1, seen));
    }
  }

  @Test
  void truthsAndNumbersCanHideTheSameKeys() {
    var q = numbers(1, 2, 3, 4);
    var k = numbers(2, 2, 5, 4);
    var v = numbers(3, 2, 5, 2);
    var seen = Tensor.of(new boolean[] {true, true, false, true, false}, Shape.of(5));
    double none = Double.NEGATIVE_INFINITY;
    var added = Tensor.of(new double[] {0, 0, none, 0, none}, Shape.of(5));
    var kept = Tensor.of(new int[] {0, 1, 3}, Shape.of(3));
    var expected = Attention.of(q, k.indexSelect(1, kept), v.indexSelect(1, kept));
    assertSame(expected, ALL.on(q, k, v, seen));
    assertSame(expected, ALL.on(q, k, v, added));
  }

  @Test
  void aQueryThatSeesNothingGetsZeroAndPassesNoGradient() {
    var q = numbers(1, 2, 3).tracked();
    var k = numbers(2, 4, 3).tracked();
    var v = numbers(3, 4, 2).tracked();
    var seen = Tensor.of(new boolean[] {false, true}, Shape.of(2, 1)).expand(2, 4);
    var result = ALL.on(q, k, v, seen);
    assertArrayEquals(new double[] {0, 0}, result.select(0, 0).toDoubleArray());
    var gradients = result.sum().backward();
    assertArrayEquals(new double[] {0, 0, 0}, gradients.of(q).select(0, 0).toDoubleArray());
    var alone = Attention.of(q.select(0, 1).unsqueeze(0), k, v).sum().backward();
    assertSame(alone.of(k), gradients.of(k));
    assertSame(alone.of(v), gradients.of(v));
  }

  @Test
  void largeScoresDoNotOverflow() {
    var q = Tensor.of(new float[] {1000}, Shape.of(1, 1));
    var k = Tensor.of(new float[] {1000, 1001}, Shape.of(2, 1));
    var v = Tensor.of(new float[] {1, 2}, Shape.of(2, 1));
    assertEquals(2, Attention.of(q, k, v).item());
  }

  @Test
  void headsMayShareKeysAndValues() {
    var q = numbers(1, 2, 3, 4, 5);
    var k = numbers(2, 2, 1, 6, 5).tracked();
    var v = numbers(3, 2, 1, 6, 5);
    var shared = Attention.of(q, k, v);
    assertSame(Attention.of(q, k.expand(2, 3, 6, 5), v.expand(2, 3, 6, 5)), shared);
    assertEquals(k.shape(), shared.sum().backward().of(k).shape());
  }

  @Test
  void weightsAreSharesOfOne() {
    var weights =
        new Attention(true, OptionalDouble.of(0.5)).weights(numbers(1, 3, 2), numbers(2, 4, 2));
    double[] sums = weights.sum(-1).toDoubleArray();
    assertTrue(Arrays.stream(sums).allMatch(sum -> Math.abs(sum - 1) < 1e-15));
    assertEquals(0, weights.get(0, 1));
  }
}

package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CtcTest {
  private static final double TINY = 1e-12;

  private static Tensor labels(int... values) {
    return Tensor.of(values, Shape.of(1, values.length));
  }

  private static Tensor count(int value) {
    return Tensor.of(new int[] {value}, Shape.of(1));
  }

  private static Tensor even(int time, int classes) {
    return Tensor.zeros(Shape.of(1, time, classes), DType.F64);
  }

  @Test
  void allPathsThatBecomeTheLabelsCount() {
    // of the four paths of two steps, three become "a": "a_", "_a" and "aa"
    assertEquals(-Math.log(0.75), Ctc.of(even(2, 2), labels(1), count(2), count(1)).item(), TINY);
    // only "_" throughout becomes nothing
    assertEquals(-Math.log(0.25), Ctc.of(even(2, 2), labels(1), count(2), count(0)).item(), TINY);
    // "a_a" is the only way to say "aa" in three steps; the mean is one for each label
    double twice = Ctc.of(even(3, 2), labels(1, 1), count(3), count(2)).item();
    assertEquals(-Math.log(0.125) / 2, twice, TINY);
  }

  @Test
  void onlyStepsAndLabelsThatCountMatter() {
    var scores = even(2, 3).tracked();
    var loss = Ctc.of(scores, labels(2, -1), count(1), count(1));
    assertEquals(-Math.log(1.0 / 3), loss.item(), TINY);
    assertArrayEquals(
        new double[] {1.0 / 3, 1.0 / 3, -2.0 / 3, 0, 0, 0},
        loss.backward().of(scores).toDoubleArray(),
        TINY);
  }

  @Test
  void labelsThatDoNotFitAreInfinitelyUnlikelyOrForgiven() {
    var scores = even(2, 2).tracked();
    var strict = Ctc.of(scores, labels(1, 1), count(2), count(2));
    assertEquals(Double.POSITIVE_INFINITY, strict.item());
    double[] slopes = strict.backward().of(scores).toDoubleArray();
    assertTrue(Arrays.stream(slopes).allMatch(Double::isNaN), Arrays.toString(slopes));

    var forgiving = new Ctc(Aggregate.SUM, 0, true);
    var forgiven = forgiving.on(scores, labels(1, 1), count(2), count(2));
    assertEquals(0, forgiven.item());
    assertArrayEquals(new double[4], forgiven.backward().of(scores).toDoubleArray());
  }

  @Test
  void logarithmsOfProbabilitiesAreScoresToo() {
    var scores = Tensor.of(new double[] {1, 2, 0, -1, 3, 1}, Shape.of(1, 2, 3));
    assertEquals(
        Ctc.of(scores, labels(2), count(2), count(1)).item(),
        Ctc.of(scores.logSoftmax(-1), labels(2), count(2), count(1)).item(),
        TINY);
  }

  @Test
  void anImpossibleClassLeavesTheOtherPaths() {
    double never = Double.NEGATIVE_INFINITY;
    var scores = Tensor.of(new double[] {never, 0, 0, 0}, Shape.of(1, 2, 2)).tracked();
    var loss = Ctc.of(scores, labels(1), count(2), count(1));
    assertEquals(0, loss.item(), TINY);
    assertArrayEquals(new double[4], loss.backward().of(scores).toDoubleArray(), TINY);
  }

  @Test
  void theKernelFindsWhatTheBodyDescribes() {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      for (int[] sizes : new int[][] {{1, 1, 2, 0}, {3, 9, 4, 3}, {17, 33, 30, 7}}) {
        var key = RandomKey.of(sizes[0]);
        var n = Shape.of(sizes[0]);
        var scores = key.child("s").normal(n.concat(Shape.of(sizes[1], sizes[2])), 0, 2, dtype);
        List<Tensor> inputs =
            List.of(
                scores.logSoftmax(-1),
                key.child("l").integers(Shape.of(sizes[0], sizes[3]), 1, sizes[2]).to(DType.I64),
                key.child("t").integers(n, 1, sizes[1] + 1).to(DType.I64),
                key.child("c").integers(n, 0, sizes[3] + 1).to(DType.I64));
        for (boolean shares : new boolean[] {false, true}) {
          var op = new CtcLogarithm(0, shares);
          var expected = op.reference(inputs.stream().map(Plain::of).toList()).values();
          double[] found = op.on(inputs.toArray(Tensor[]::new)).toDoubleArray();
          for (int i = 0; i < found.length; i++) {
            double rounding = dtype == DType.F32 ? 1e-6 : 1e-12;
            boolean none = expected[i] < CtcPaths.NEVER / 2;
            double most = none ? Double.NEGATIVE_INFINITY : expected[i];
            assertEquals(most, found[i], rounding * Math.max(1, Math.abs(expected[i])));
          }
        }
      }
    }
  }

  @Test
  void gradientsAreTheSameWithAnyNumberOfThreads() {
    var key = RandomKey.of(3);
    var scores = key.normal(Shape.of(16, 40, 20), 0, 1, DType.F32).tracked();
    var labels = key.integers(Shape.of(16, 8), 1, 20);
    var times = Tensor.full(Shape.of(16), 40, DType.I32);
    var lengths = Tensor.full(Shape.of(16), 8, DType.I32);
    int before = Threads.count();
    var found = new ArrayList<float[]>();
    for (int threads = 1; threads <= 3; threads++) {
      Threads.use(threads);
      found.add(Ctc.of(scores, labels, times, lengths).backward().of(scores).toFloatArray());
    }
    Threads.use(before);
    assertArrayEquals(found.get(0), found.get(1));
    assertArrayEquals(found.get(0), found.get(2));
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertMessage("ctc: time 3 of sequence 0 is outside 1..2", labels(1), count(3), count(1));
    assertMessage("ctc: length 2 of sequence 0 is outside 0..1", labels(1), count(2), count(2));
    assertMessage(
        "ctc: label 0 at [0, 0] is no class in 0..1 but the blank, 0 (scores are [1, 2, 2])",
        labels(0),
        count(2),
        count(1));
  }

  private static void assertMessage(String message, Tensor labels, Tensor times, Tensor lengths) {
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> Ctc.of(even(2, 2), labels, times, lengths));
    assertEquals(message, error.getMessage());
  }
}

package dev.chainrule.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final Tensor SCORES = matrix(1, -2, 0.5, 3, 0.25, -0.75);
  private static final Tensor NUMBERS = matrix(0.9, 1, -2, 3.5, 0.5, 4);
  private static final Tensor SHARES = matrix(0.2, 0.3, 0.5, 1, 0, 0);
  private static final Tensor LABELS = Tensor.of(new int[] {2, 0}, Shape.of(2));

  private static Tensor matrix(double... values) {
    return Tensor.of(values, Shape.of(2, values.length / 2));
  }

  private static Tensor numbers(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  @Test
  void allKeepTheContract() {
    for (var loss : List.of(new SquaredLoss(), new AbsoluteLoss())) {
      LossContract.check(loss, SCORES, NUMBERS);
    }
    for (var loss :
        List.of(
            CrossEntropyLoss.plain(),
            CrossEntropyLoss.plain().smoothing(0.1),
            CrossEntropyLoss.plain().ignoring(0),
            CrossEntropyLoss.plain().weights(1, 2, 0.5).smoothing(0.2))) {
      LossContract.check(loss, SCORES, LABELS);
    }
    LossContract.check(CrossEntropyLoss.plain(), SCORES, SHARES);
    LossContract.check(CrossEntropyLoss.plain().weights(1, 2, 3).smoothing(0.1), SCORES, SHARES);
    for (var loss : List.of(new CosineLoss(), new HuberLoss(0.7), new HuberLoss(2.5))) {
      LossContract.check(loss, SCORES, NUMBERS);
    }
    for (var loss : List.of(new BinaryCrossEntropyLoss(1), new BinaryCrossEntropyLoss(2.5))) {
      LossContract.check(loss, SCORES, matrix(0, 1, 0.3, 1, 0, 0.5));
    }
    LossContract.check(new KlDivergenceLoss(), SCORES, SHARES);
    LossContract.check(new HingeLoss(), SCORES, matrix(-1, 1, 1, 1, -1, 1));
  }

  @Test
  void squaredAndAbsoluteDifferencesAreAveraged() {
    var scores = numbers(1, 2);
    var targets = numbers(0, 5);
    assertEquals(5, new SquaredLoss().of(scores, targets).item());
    assertEquals(2, new AbsoluteLoss().of(scores, targets).item());
  }

  @Test
  void aUniformGuessCostsTheLogarithmOfTheClasses() {
    var zeros = Tensor.zeros(Shape.of(4, 10), DType.F64);
    var labels = Tensor.of(new int[] {0, 3, 9, 3}, Shape.of(4));
    assertEquals(Math.log(10), CrossEntropyLoss.plain().of(zeros, labels).item(), 1e-12);
  }

  @Test
  void labelsAndOneHotRowsCostTheSame() {
    var loss = CrossEntropyLoss.plain().smoothing(0.1);
    var rows = matrix(0, 0, 1, 1, 0, 0);
    assertEquals(loss.of(SCORES, LABELS).item(), loss.of(SCORES, rows).item(), 1e-12);
  }

  @Test
  void anIgnoredLabelDoesNotCount() {
    var loss = CrossEntropyLoss.plain();
    var first = Tensor.of(new double[] {1, -2, 0.5}, Shape.of(1, 3));
    assertEquals(
        loss.of(first, Tensor.of(new int[] {2}, Shape.of(1))).item(),
        loss.ignoring(-1).of(SCORES, Tensor.of(new int[] {2, -1}, Shape.of(2))).item(),
        1e-12);
  }

  @Test
  void largeScoresDoNotOverflow() {
    var scores = Tensor.of(new float[] {1e4f, -1e4f}, Shape.of(1, 2));
    var label = Tensor.of(new int[] {1}, Shape.of(1));
    assertEquals(2e4, CrossEntropyLoss.plain().of(scores, label).item());
  }

  @Test
  void cosineLooksAtDirectionsOnly() {
    var loss = new CosineLoss().of(matrix(1, 0, 0, 2), matrix(5, 0, 3, 0));
    assertEquals((0 + 1) / 2.0, loss.item(), 1e-12);
  }

  @Test
  void hubersLossIsAParabolaThatBecomesItsTangent() {
    var loss = new HuberLoss(1);
    assertEquals(0.125, loss.of(numbers(0.5), numbers(0)).item());
    assertEquals(0.5, loss.of(numbers(1), numbers(0)).item());
    assertEquals(9.5, loss.of(numbers(0), numbers(10)).item());
  }

  @Test
  void anUndecidedAnswerCostsTheLogarithmOfTwo() {
    var loss = new BinaryCrossEntropyLoss(1);
    assertEquals(Math.log(2), loss.of(numbers(0, 0), numbers(1, 0)).item(), 1e-15);
    assertEquals(
        Math.log(2) * 2,
        new BinaryCrossEntropyLoss(3).of(numbers(0, 0), numbers(1, 0)).item(),
        1e-15);
    assertEquals(5e3, loss.of(numbers(1e4, 1e4), numbers(0, 1)).item());
    assertEquals(Math.exp(-20), loss.of(numbers(-20), numbers(0)).item(), 1e-17);
  }

  @Test
  void theDivergenceIsZeroWhereThePredictionIsTrue() {
    assertEquals(0, new KlDivergenceLoss().of(SHARES.add(1e-300).log(), SHARES).item(), 1e-15);
    var surprised = new KlDivergenceLoss().of(matrix(0, 0, 0, 0), matrix(1, 0, 0.5, 0.5));
    assertEquals(Math.log(2) / 2, surprised.item(), 1e-15);
  }

  @Test
  void theHingeAsksForAMargin() {
    var loss = new HingeLoss().of(numbers(0.5, 2, 0.5), numbers(1, 1, -1));
    assertEquals((0.5 + 0 + 1.5) / 3, loss.item(), 1e-15);
  }

  @Test
  void impossibleNumbersAreRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new HuberLoss(0));
    assertEquals("Huber: delta is 0.0; expected a number above 0", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new BinaryCrossEntropyLoss(Double.NaN));
  }

  @Test
  void aListOfTargetsFitsAColumnOfScores() {
    var column = Tensor.of(new double[] {1, 2}, Shape.of(2, 1));
    assertEquals(5, new SquaredLoss().of(column, numbers(0, 5)).item());
  }

  @Test
  void targetsOfAnotherShapeAreRefusedNotBroadcast() {
    var row = Tensor.of(new double[] {1, 2}, Shape.of(1, 2));
    var thrown = assertThrows(ShapeException.class, () -> new SquaredLoss().of(numbers(1, 2), row));
    assertEquals(
        "squaredError: prediction [2] and target [1, 2] differ; a loss does not broadcast",
        thrown.getMessage());
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsRow() {
    var labels = Tensor.of(new int[] {0, 3}, Shape.of(2));
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> CrossEntropyLoss.plain().of(SCORES, labels));
    assertEquals(
        "CrossEntropy: label 3 at row 1 is outside 0..2 (scores are [2, 3])", thrown.getMessage());
  }

  @Test
  void theGradientOfCrossEntropyIsSoftmaxMinusOneHot() {
    var scores = SCORES.tracked();
    var gradient = CrossEntropyLoss.plain().of(scores, LABELS).backward().of(scores);
    var expected = SCORES.softmax(-1).sub(matrix(0, 0, 1, 1, 0, 0)).div(2);
    assertArrayEquals(expected.toDoubleArray(), gradient.toDoubleArray(), 1e-12);
  }
}

package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What losses mean, by examples worked by hand, and their hard cases.
class LossesTest {
  private static final double TINY = 1e-12;

  private static Tensor vector(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static Tensor rows(double... values) {
    return Tensor.of(values, Shape.of(2, values.length / 2));
  }

  private static Tensor labels(int... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static double[] gradient(UnaryOperator<Tensor> loss, Tensor at) {
    var x = at.tracked();
    return loss.apply(x).backward().of(x).toDoubleArray();
  }

  @Test
  void crossEntropyIsTheLikelihoodOfALogSoftmax() {
    var scores = rows(1, 2, 3, 0.5, -1, 0);
    assertEquals(
        CrossEntropy.of(scores, labels(2, 0)).item(),
        NegativeLogLikelihood.of(scores.logSoftmax(-1), labels(2, 0)).item(),
        TINY);
    assertEquals(
        CrossEntropy.of(scores, labels(2, 0)).item(),
        SoftCrossEntropy.of(scores, rows(0, 0, 1, 1, 0, 0)).item(),
        TINY);
  }

  @Test
  void anUnlikelyClassThatIsNotMeantCostsNothing() {
    var logs = rows(0, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);
    assertEquals(0, NegativeLogLikelihood.of(logs, labels(0, 1)).item());
    assertEquals(0, SoftCrossEntropy.of(logs, rows(1, 0, 0, 1)).item());
  }

  @Test
  void theMeanOfLikelihoodsIsThatOfTheExamplesThatCount() {
    var loss = new NegativeLogLikelihood(Aggregate.MEAN, OptionalInt.of(-1));
    var logs = rows(-1, -2, -3, -4, -5, -6);
    assertEquals(2, loss.on(logs, labels(1, -1)).item());
    assertEquals((2 * 5.0 + 4 * 1) / 6, loss.on(logs, labels(1, 0), vector(1, 5, 1)).item(), TINY);
  }

  @Test
  void smoothingMovesPartOfATargetToAllClasses() {
    var loss = new SoftCrossEntropy(Aggregate.SUM, 0.5);
    var scores = rows(1, 2, 3, 4);
    var same = new SoftCrossEntropy(Aggregate.SUM, 0).on(scores, rows(0.75, 0.25, 0.25, 0.75));
    assertEquals(same.item(), loss.on(scores, rows(1, 0, 0, 1)).item(), TINY);
    var error =
        assertThrows(IllegalArgumentException.class, () -> new SoftCrossEntropy(Aggregate.SUM, 1));
    assertEquals(
        "softCrossEntropy: smoothing 1.0 is outside 0..1 (1 excluded)", error.getMessage());
  }

  @Test
  void aCertainAndWrongProbabilityCostsOneHundredAndHasASlope() {
    var loss = ElementLoss.BINARY_CROSS_ENTROPY_OF_PROBABILITIES;
    var targets = vector(1, 0, 1, 0);
    var probabilities = vector(0, 1, 1, 0.5);
    assertArrayEquals(
        new double[] {100, 100, 0, Math.log(2)},
        loss.on(probabilities, targets).toDoubleArray(),
        TINY);
    assertArrayEquals(
        new double[] {-1e12, 1e12, -1, 2},
        gradient(x -> loss.sum(x, targets), probabilities),
        1e-3);
  }

  @Test
  void multiMarginComparesWithEveryOtherClass() {
    var scores = rows(3, 2.5, 0, 0, 0, 0);
    assertEquals((0.5 + 2) / 3 / 2, MultiMargin.of(scores, labels(0, 1)).item(), TINY);
    var squared = new MultiMargin(Aggregate.NONE, 1, true);
    assertArrayEquals(
        new double[] {0.25 / 3, 2.0 / 3}, squared.on(scores, labels(0, 1)).toDoubleArray(), TINY);
    var error =
        assertThrows(IllegalArgumentException.class, () -> MultiMargin.of(scores, labels(0, 3)));
    assertEquals(
        "multiMargin: label 3 at row 1 is outside 0..2 (scores are [2, 3])", error.getMessage());
  }

  @Test
  void everyTrueClassIsToBeAboveEveryOther() {
    var scores = vector(0.1, 0.2, 0.4, 0.8);
    var targets = vector(1, 0, 0, 1);
    double ofFirst = 1 - (0.1 - 0.2) + 1 - (0.1 - 0.4);
    double ofLast = 1 - (0.8 - 0.2) + 1 - (0.8 - 0.4);
    assertEquals((ofFirst + ofLast) / 4, MultiLabelMargin.of(scores, targets).item(), TINY);
    assertEquals(0, MultiLabelMargin.of(vector(5, 1), vector(1, 0)).item());
  }

  @Test
  void anUndecidedAnswerForEachClassCostsTheLogarithmOfTwo() {
    assertEquals(
        Math.log(2), MultiLabelSoftMargin.of(rows(0, 0, 0, 0), rows(1, 0, 0, 1)).item(), TINY);
  }

  @Test
  void directionsAreToAgreeOrToDiffer() {
    var a = rows(1, 0, 1, 0);
    var b = rows(0, 2, 3, 3);
    var loss = new CosineEmbedding(Aggregate.NONE, 0.5);
    double cosine = Math.sqrt(0.5);
    assertArrayEquals(
        new double[] {1, 1 - cosine}, loss.on(a, b, vector(1, 1)).toDoubleArray(), TINY);
    assertArrayEquals(
        new double[] {0, cosine - 0.5}, loss.on(a, b, vector(-1, -1)).toDoubleArray(), TINY);
  }

  @Test
  void rankingLooksAtDifferencesOnly() {
    var loss = new MarginRanking(Aggregate.NONE, 0.5);
    var a = vector(3, 1, 1);
    var b = vector(1, 3, 1.25);
    assertArrayEquals(
        new double[] {0, 2.5, 0.25}, loss.on(a, b, vector(1, 1, -1)).toDoubleArray(), TINY);
    assertArrayEquals(
        new double[] {0, -1, 1},
        gradient(x -> MarginRanking.of(x, b, vector(1, 1, -1), 0.5).mul(3), a),
        TINY);
  }

  @Test
  void aTripletIsToHaveItsOwnKindNearer() {
    var anchor = vector(0, 0);
    var near = vector(3, 4);
    var far = vector(6, 8);
    assertEquals(0, TripletMargin.of(anchor, near, far, 1).item(), 1e-5);
    assertEquals(6, TripletMargin.of(anchor, far, near, 1).item(), 1e-5);
    var swapped = new TripletMargin(Aggregate.MEAN, 1, 2, true);
    assertEquals(5 - 1 + 1, swapped.on(anchor, near, vector(3, 5)).item(), 1e-5);
  }

  @Test
  void marginsAreFinite() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MarginRanking(Aggregate.MEAN, Double.POSITIVE_INFINITY));
    assertEquals(
        "marginRanking: the margin is Infinity; expected a finite number", error.getMessage());
  }

  @Test
  void wholeTargetsAndSinglePrecisionScoresGiveSinglePrecision() {
    var scores = Tensor.of(1, 2, 3);
    assertEquals(DType.F32, MultiLabelMargin.of(scores, labels(1, 0, 0)).dtype());
    assertEquals(DType.F32, MultiMargin.of(scores, Tensor.of(new int[] {1}, Shape.of())).dtype());
  }
}

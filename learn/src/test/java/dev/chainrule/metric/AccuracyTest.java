package dev.chainrule.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  private static final Tensor SCORES =
      Tensor.of(
          new float[] {
            3, 1, 2, //
            0, 5, 4, //
            1, 2, 9, //
            7, 8, 0
          },
          Shape.of(4, 3));

  private static Tensor labels(int... labels) {
    return Tensor.of(labels, Shape.of(labels.length));
  }

  @Test
  void countsHighestScoresThatAreTheTrueClass() {
    Score score = new Accuracy(1).of(SCORES, labels(0, 2, 2, 0));
    assertEquals(0.5, score.value());
    assertEquals("accuracy 50.00 %", score.toString());
  }

  @Test
  void countsTrueClassesAmongTheHighestScores() {
    assertEquals(1.0, new Accuracy(2).of(SCORES, labels(0, 2, 2, 0)).value());
    assertEquals(0.75, new Accuracy(2).of(SCORES, labels(1, 2, 2, 0)).value());
    assertEquals(1.0, new Accuracy(7).of(SCORES, labels(1, 2, 2, 0)).value());
    assertEquals("top-2 accuracy", new Accuracy(2).name());
  }

  @Test
  void ofEqualScoresTheLowerClassCountsAsHigher() {
    Tensor equal = Tensor.of(new float[] {1, 1, 1, 1}, Shape.of(2, 2));
    assertEquals(0.5, new Accuracy(1).of(equal, labels(0, 1)).value());
    assertEquals(1.0, new Accuracy(2).of(equal, labels(0, 1)).value());
  }

  @Test
  void oneScoreTellsTwoClassesApartAtZero() {
    Tensor scores = Tensor.of(new float[] {-1, 0, 0.1f, 4}, Shape.of(4, 1));
    assertEquals(0.75, new Accuracy(1).of(scores, labels(0, 0, 1, 0)).value());
    Tensor column = Tensor.of(new float[] {0, 0, 1, 0}, Shape.of(4, 1));
    assertEquals(0.75, new Accuracy(1).of(scores, column).value());
    assertEquals(0.75, new Accuracy(1).of(scores.reshape(4), labels(0, 0, 1, 0)).value());
  }

  @Test
  void takesOneHotTargetsAndSequences() {
    Tensor oneHot = Tensor.of(new float[] {1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0}, Shape.of(4, 3));
    assertEquals(0.5, new Accuracy(1).of(SCORES, oneHot).value());
    Tensor sequence = Tensor.of(new int[] {0, 2, 2, 0}, Shape.of(2, 2));
    assertEquals(0.5, new Accuracy(1).of(SCORES.reshape(2, 2, 3), sequence).value());
  }

  @Test
  void refusesLabelsOutOfRange() {
    var metric = new Accuracy(1);
    var failure =
        assertThrows(IllegalArgumentException.class, () -> metric.of(SCORES, labels(0, 2, 3, 0)));
    assertEquals(
        "accuracy: label 3 at row 2 is outside 0..2 (scores are [4, 3])", failure.getMessage());
    assertThrows(IllegalArgumentException.class, () -> metric.of(SCORES, labels(0, -1, 2, 0)));
    Tensor half = Tensor.of(new float[] {0, 0.5f, 1, 2}, Shape.of(4));
    assertThrows(IllegalArgumentException.class, () -> metric.of(SCORES, half));
  }

  @Test
  void refusesShapesThatDoNotFit() {
    var failure =
        assertThrows(ShapeException.class, () -> new Accuracy(1).of(SCORES, labels(0, 1, 2)));
    assertEquals(
        "accuracy: targets [3] do not fit scores [4, 3]; expected labels [4] or one-hot rows [4,"
            + " 3]",
        failure.getMessage());
    assertThrows(
        ShapeException.class, () -> new Accuracy(1).of(Tensor.scalar(1f), Tensor.scalar(1f)));
  }

  @Test
  void refusesScoresThatAreNaN() {
    Tensor scores = Tensor.of(new float[] {0, 1, Float.NaN, 1}, Shape.of(2, 2));
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> new Accuracy(1).of(scores, labels(0, 1)));
    assertEquals(
        "accuracy: score 2 of [2, 2] (row-major) is NaN; the network's output is not finite",
        failure.getMessage());
  }

  @Test
  void aBatchThatDoesNotFitChangesNothing() {
    var meter = new Accuracy(1).meter();
    meter.update(SCORES, labels(0, 2, 2, 0));
    assertThrows(IllegalArgumentException.class, () -> meter.update(SCORES, labels(0, 1, 2, 3)));
    assertEquals(0.5, meter.result().value());
  }

  @Test
  void refusesToLookAtNoScore() {
    assertThrows(IllegalArgumentException.class, () -> new Accuracy(0));
  }
}

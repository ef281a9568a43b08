package dev.chainrule.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  /// Three classes; the middle one is confused with both others, the last is never predicted.
  private static final ConfusionMatrix MATRIX =
      ConfusionMatrix.of(new long[][] {{8, 2, 0}, {1, 4, 0}, {3, 2, 0}});

  @Test
  void countsTrueClassesDownAndPredictedClassesAcross() {
    Tensor scores = Tensor.of(new float[] {9, 1, 0, 1, 9, 0, 9, 1, 0}, Shape.of(3, 3));
    Tensor labels = Tensor.of(new int[] {0, 0, 2}, Shape.of(3));
    ConfusionMatrix matrix = Metrics.confusionMatrix().of(scores, labels);
    assertEquals(3, matrix.samples());
    assertEquals(1, matrix.count(0, 0));
    assertEquals(1, matrix.count(0, 1));
    assertEquals(1, matrix.count(2, 0));
    assertEquals(0, matrix.count(1, 1));
  }

  @Test
  void measuresClassesOneByOne() {
    assertEquals(8.0 / 12, MATRIX.precision(new Averaging.OneClass(0)));
    assertEquals(8.0 / 10, MATRIX.recall(new Averaging.OneClass(0)));
    assertEquals(16.0 / 22, MATRIX.f1(new Averaging.OneClass(0)));
    assertEquals(4.0 / 8, MATRIX.precision(new Averaging.OneClass(1)));
    assertEquals(4.0 / 5, MATRIX.recall(new Averaging.OneClass(1)));
  }

  @Test
  void aClassThatIsNeverPredictedHasPrecisionZero() {
    assertEquals(0, MATRIX.precision(new Averaging.OneClass(2)));
    assertEquals(0, MATRIX.recall(new Averaging.OneClass(2)));
    assertEquals(0, MATRIX.f1(new Averaging.OneClass(2)));
  }

  @Test
  void averagesOverClasses() {
    assertEquals((8.0 / 12 + 0.5 + 0) / 3, MATRIX.precision(Averaging.AllClasses.MACRO));
    assertEquals(12.0 / 20, MATRIX.precision(Averaging.AllClasses.MICRO));
    assertEquals(12.0 / 20, MATRIX.recall(Averaging.AllClasses.MICRO));
    assertEquals(12.0 / 20, MATRIX.f1(Averaging.AllClasses.MICRO));
    assertEquals((10 * (8.0 / 12) + 5 * 0.5) / 20, MATRIX.precision(Averaging.AllClasses.WEIGHTED));
    assertEquals(12.0 / 20, MATRIX.accuracy());
    // Weighted by the classes' sizes, recall is the accuracy.
    assertEquals(12.0 / 20, MATRIX.recall(Averaging.AllClasses.WEIGHTED), 1e-15);
  }

  @Test
  void readsAsATable() {
    assertEquals(
        """
        predicted →     setosa  versicolor  a long name o…  recall %
        setosa               8           2               0      80.0
        versicolor           1           4               0      80.0
        a long name o…       3           2               0       0.0
        precision %       66.7        50.0             0.0\
        """,
        MATRIX.text(List.of("setosa", "versicolor", "a long name of a class")));
    assertEquals(
        """
        predicted →      0    1  recall %
        0                1    0     100.0
        1                0    0       0.0
        precision %  100.0  0.0\
        """,
        ConfusionMatrix.of(new long[][] {{1, 0}, {0, 0}}).toString());
  }

  @Test
  void tenClassesFitIntoEightyCharacters() {
    var digits = new long[10][10];
    for (int digit = 0; digit < 10; digit++) {
      digits[digit][digit] = 1000;
    }
    var text = ConfusionMatrix.of(digits).toString();
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> MATRIX.text(List.of("a", "b")));
    assertThrows(IllegalArgumentException.class, () -> MATRIX.recall(new Averaging.OneClass(3)));
    assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(new long[][] {{1, 2}}));
    assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(new long[][] {{-1}}));
  }

  @Test
  void refusesBatchesWithAnotherNumberOfClasses() {
    var meter = Metrics.confusionMatrix().meter();
    Tensor label = Tensor.of(new int[] {0}, Shape.of(1));
    meter.update(Tensor.of(new float[] {1, 0, 0}, Shape.of(1, 3)), label);
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> meter.update(Tensor.of(new float[] {1, 0, 0, 0}, Shape.of(1, 4)), label));
    assertEquals(
        "confusion matrix: the batch has 4 classes, the batches before had 3",
        failure.getMessage());
  }
}

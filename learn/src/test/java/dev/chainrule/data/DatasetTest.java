package dev.chainrule.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatasetTest {
  private static final Dataset FLOWERS =
      Dataset.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new int[] {0, 2, 1});

  private static IllegalArgumentException refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call);
  }

  @Test
  void holdsRowsAndLabels() {
    assertEquals(3, FLOWERS.size());
    assertEquals(Shape.of(3, 2), FLOWERS.inputs().shape());
    assertEquals(Shape.of(2), FLOWERS.inputShape());
    assertEquals(Shape.of(), FLOWERS.targetShape());
    assertEquals(DType.I32, FLOWERS.targets().dtype());
    assertArrayEquals(new int[] {0, 2, 1}, FLOWERS.labels());
    assertEquals(3, FLOWERS.classes());
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void keepsEveryElementType(DType dtype) {
    Tensor inputs = Tensor.of(new int[] {1, 0, 0, 1, 200, 1}, Shape.of(3, 2)).to(dtype);
    Dataset dataset = Dataset.of(inputs, inputs).rows(2, 0);
    assertEquals(dtype, dataset.inputs().dtype());
    int high = dtype == DType.BOOL ? 1 : 200;
    assertArrayEquals(new int[] {high, 1, 1, 0}, dataset.inputs().toIntArray());
    assertArrayEquals(new int[] {high, 1, 1, 0}, dataset.targets().toIntArray());
  }

  @Test
  void laterChangesOfTheArraysDoNotShow() {
    float[][] rows = {{1, 2}, {3, 4}};
    int[] labels = {0, 1};
    Dataset dataset = Dataset.of(rows, labels);
    rows[0][0] = 9;
    labels[0] = 1;
    assertEquals(1, dataset.inputs().get(0, 0));
    assertEquals(0, dataset.labels()[0]);
  }

  @Test
  void imagesAreBytesThatBecomeSharesOfWhite() {
    byte[] pixels = {0, (byte) 255, 51, 102, 1, 2, 3, 4};
    Dataset images =
        Dataset.ofImages(ByteBuffer.wrap(pixels), Shape.of(2, 2, 2, 1), 255, new int[] {7, 8});
    assertEquals(Shape.of(2, 2, 1), images.inputShape());
    assertEquals(DType.F32, images.inputs().dtype());
    assertArrayEquals(new float[] {0, 1, 0.2f, 0.4f}, images.rows(0).inputs().toFloatArray());
    assertEquals(4f / 255, (float) images.inputs().get(1, 1, 1, 0));
  }

  @Test
  void everyPixelIsItsCorrectlyRoundedShareOfWhite() {
    byte[] pixels = new byte[256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    for (int whitest : new int[] {1, 16, 255}) {
      Dataset images =
          Dataset.ofImages(ByteBuffer.wrap(pixels), Shape.of(1, 16, 16, 1), whitest, new int[1]);
      float[] values = images.rows(0, 0).rows(1).inputs().toFloatArray();
      for (int i = 0; i < values.length; i++) {
        assertEquals((float) ((double) i / whitest), values[i]);
      }
    }
  }

  @Test
  void imagesMayStartAnywhereInABuffer() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 4, 9}, 2, 4);
    Dataset image = Dataset.ofImages(buffer, Shape.of(1, 2, 2, 1), 1, new int[1]);
    assertArrayEquals(new float[] {1, 2, 3, 4}, image.inputs().toFloatArray());
    assertEquals(4, buffer.remaining(), "the buffer is as it was");
  }

  @Test
  void choosesRowsInAnyOrderAndMoreThanOnce() {
    Dataset chosen = FLOWERS.rows(2, 0, 2);
    assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, chosen.inputs().toFloatArray());
    assertArrayEquals(new int[] {1, 0, 1}, chosen.labels());
    assertEquals("Dataset: row 3 is outside 0..2", refused(() -> FLOWERS.rows(0, 3)).getMessage());
    refused(() -> FLOWERS.rows());
  }

  @Test
  void namesFollowTheSamples() {
    Dataset named =
        FLOWERS
            .withClassNames(List.of("setosa", "versicolor", "virginica", "other"))
            .withFeatureNames(List.of("length", "width"));
    assertEquals(4, named.classes());
    assertEquals("virginica", named.rows(1).classNames().get(2));
    assertEquals(List.of("length", "width"), named.rows(1).featureNames());
    refused(() -> FLOWERS.withFeatureNames(List.of("length")));
  }

  @Test
  void oneHotRowsMarkTheLabel() {
    Dataset encoded = FLOWERS.oneHot(4);
    assertEquals(Shape.of(3, 4), encoded.targets().shape());
    assertArrayEquals(
        new float[] {1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0}, encoded.targets().toFloatArray());
    assertEquals(
        "Dataset: label 2 at row 1 is outside 0..1", refused(() -> FLOWERS.oneHot(2)).getMessage());
  }

  @Test
  void refusesLabelsOutOfRange() {
    Dataset negative = Dataset.of(new float[][] {{1}, {2}}, new int[] {0, -1});
    refused(negative::labels);
    refused(() -> FLOWERS.withClassNames(List.of("setosa", "versicolor")));
    Dataset numbers = Dataset.of(new float[][] {{1}}, new float[][] {{0.5f}});
    assertEquals(
        "Dataset: targets are no class labels: f32 of shape [1] a sample;"
            + " expected one whole number",
        refused(numbers::labels).getMessage());
  }

  @Test
  void refusesNumbersThatAreNotFiniteAndSaysWhere() {
    float[][] rows = {{1, 2}, {3, Float.NaN}};
    assertEquals(
        "Dataset: inputs hold NaN at row 1, column 1 (rows and columns from 0);"
            + " numbers must be finite",
        refused(() -> Dataset.of(rows, new int[2])).getMessage());
    Tensor cube = Tensor.of(new double[] {0, 0, 0, Double.POSITIVE_INFINITY}, Shape.of(2, 1, 2));
    assertEquals(
        "Dataset: targets hold Infinity at row 1, element [0, 1] (rows and columns from 0);"
            + " numbers must be finite",
        refused(() -> Dataset.of(Tensor.zeros(Shape.of(2, 1), DType.F32), cube)).getMessage());
  }

  @Test
  void refusesSizesThatDiffer() {
    var failure =
        assertThrows(ShapeException.class, () -> Dataset.of(new float[][] {{1}, {2}}, new int[3]));
    assertEquals(
        "Dataset: numbers of samples differ: inputs [2, 1] have 2, targets [3] have 3",
        failure.getMessage());
    assertThrows(ShapeException.class, () -> Dataset.of(new float[][] {{1}, {2, 3}}, new int[2]));
    assertThrows(ShapeException.class, () -> Dataset.of(Tensor.scalar(1f), Tensor.scalar(1f)));
    assertThrows(
        ShapeException.class,
        () ->
            Dataset.ofImages(ByteBuffer.wrap(new byte[5]), Shape.of(1, 2, 2, 1), 255, new int[1]));
  }

  @Test
  void refusesAnEmptySet() {
    assertEquals(
        "Dataset: is empty: inputs are [0, 0], targets [0]",
        refused(() -> Dataset.of(new float[0][], new int[0])).getMessage());
  }

  @Test
  void windowsOverASequenceHaveWhatFollowsAsTargets() {
    int[] sequence = {10, 11, 12, 13, 14, 15, 16};
    Dataset apart = Dataset.ofSequence(sequence, 3, 3);
    sequence[0] = 99;
    assertEquals(2, apart.size());
    assertEquals(Shape.of(3), apart.inputShape());
    assertEquals(DType.I32, apart.inputs().dtype());
    assertArrayEquals(new int[] {10, 11, 12, 13, 14, 15}, apart.inputs().toIntArray());
    assertArrayEquals(new int[] {11, 12, 13, 14, 15, 16}, apart.targets().toIntArray());
    Dataset everywhere = Dataset.ofSequence(sequence, 3, 1);
    assertEquals(4, everywhere.size());
    assertArrayEquals(
        new int[] {13, 14, 15, 11, 12, 13}, everywhere.rows(3, 1).inputs().toIntArray());
  }

  @Test
  void sequencesThatAreTooShortForAWindowAreRefused() {
    assertEquals(
        "Dataset: a sequence of 3 elements has no window of 3 and an element after it",
        refused(() -> Dataset.ofSequence(new int[3], 3, 1)).getMessage());
    assertEquals(
        "Dataset: windows of 3 elements, 0 apart; expected 1 or more",
        refused(() -> Dataset.ofSequence(new int[9], 3, 0)).getMessage());
  }
}

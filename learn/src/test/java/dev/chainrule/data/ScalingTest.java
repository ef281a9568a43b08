package dev.chainrule.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalingTest {
  private static final Dataset TRAIN =
      Dataset.of(new float[][] {{1, 5, -2}, {3, 5, 0}, {5, 5, 2}}, new int[3]);

  @Test
  void standardisedFeaturesHaveMeanZeroAndDeviationOne() {
    Scaling scaling = Scaling.standardize(TRAIN);
    double deviation = Math.sqrt(8.0 / 3);
    assertArrayEquals(new double[] {3, 5, 0}, scaling.offsets());
    assertArrayEquals(new double[] {deviation, 1, deviation}, scaling.scales(), 1e-15);
    float edge = (float) (2 / deviation);
    assertArrayEquals(
        new float[] {-edge, 0, -edge, 0, 0, 0, edge, 0, edge},
        scaling.apply(TRAIN).inputs().toFloatArray());
  }

  @Test
  void minMaxMapsTheRangeToZeroAndOne() {
    Scaling scaling = Scaling.minMax(TRAIN);
    assertArrayEquals(
        new float[] {0, 0, 0, 0.5f, 0, 0.5f, 1, 0, 1},
        scaling.apply(TRAIN).inputs().toFloatArray());
  }

  @Test
  void newDataIsScaledByTheNumbersOfTheTrainingData() {
    Scaling scaling = Scaling.minMax(TRAIN);
    Tensor later = Tensor.of(new float[] {9, 6, -4}, Shape.of(1, 3));
    assertArrayEquals(new float[] {2, 1, -0.5f}, scaling.apply(later).toFloatArray());
  }

  @Test
  void constantFeaturesAreSafe() {
    Dataset constant = Dataset.of(new float[][] {{0.1f, 1e-30f}, {0.1f, 0}, {0.1f, 0}}, new int[3]);
    for (Scaling scaling : List.of(Scaling.standardize(constant), Scaling.minMax(constant))) {
      float[] scaled = scaling.apply(constant).inputs().toFloatArray();
      assertEquals(0, scaled[0]);
      assertEquals(0, scaled[2]);
      for (float value : scaled) {
        assertEquals(true, Float.isFinite(value));
      }
    }
  }

  @Test
  void theInverseGivesTheNumbersBack() {
    Random random = new Random(5);
    double[] numbers = random.doubles(60, -1e4, 1e4).toArray();
    Tensor values = Tensor.of(numbers, Shape.of(20, 3));
    Scaling scaling = Scaling.standardize(TRAIN);
    Tensor back = scaling.invert(scaling.apply(values));
    assertEquals(DType.F64, back.dtype());
    assertArrayEquals(numbers, back.toDoubleArray(), 1e-10);
  }

  @Test
  void imagesAreScaledByChannel() {
    Tensor images = Tensor.of(new float[] {0, 10, 2, 30, 4, 50, 6, 70}, Shape.of(2, 2, 1, 2));
    Scaling scaling = Scaling.standardize(Dataset.of(images, Tensor.zeros(Shape.of(2), DType.I32)));
    assertArrayEquals(new double[] {3, 40}, scaling.offsets());
  }

  @Test
  void aSavedScalingIsTheSame() {
    Scaling scaling = Scaling.standardize(TRAIN);
    Scaling again = Scaling.of(scaling.offsets(), scaling.scales());
    assertArrayEquals(
        scaling.apply(TRAIN).inputs().toFloatArray(), again.apply(TRAIN).inputs().toFloatArray());
  }

  @Test
  void namesAndLabelsStay() {
    Dataset named = TRAIN.withFeatureNames(List.of("a", "b", "c")).withClassNames(List.of("x"));
    Dataset scaled = Scaling.minMax(named).apply(named);
    assertEquals(List.of("a", "b", "c"), scaled.featureNames());
    assertEquals(List.of("x"), scaled.classNames());
  }

  @Test
  void refusesOtherFeaturesAndImpossibleScales() {
    Tensor two = Tensor.of(new float[] {1, 2}, Shape.of(1, 2));
    var failure = assertThrows(ShapeException.class, () -> Scaling.standardize(TRAIN).apply(two));
    assertEquals(
        "Scaling: the last axis of [1, 2] has size 2, but the scaling was found on 3 features",
        failure.getMessage());
    double[] one = {1};
    assertThrows(IllegalArgumentException.class, () -> Scaling.of(one, new double[] {0}));
    assertThrows(IllegalArgumentException.class, () -> Scaling.of(one, new double[] {1, 2}));
    assertThrows(IllegalArgumentException.class, () -> Scaling.of(new double[] {Double.NaN}, one));
  }
}

package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Graph;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What variances, norms and normalisations mean, and their hard cases.
class NormsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Tensor vector(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static Tensor rows(double... values) {
    return Tensor.of(values, Shape.of(2, values.length / 2));
  }

  private static double[] gradient(UnaryOperator<Tensor> function, Tensor at) {
    var x = at.tracked();
    return function.apply(x).sum().backward().of(x).toDoubleArray();
  }

  @Test
  void varianceIsTheMeanSquaredDistanceFromTheMean() {
    assertEquals(1.25, Variance.of(vector(1, 2, 3, 4), 0).item());
    assertEquals(5.0 / 3, Variance.of(vector(1, 2, 3, 4), 1).item(), 1e-15);
    assertEquals(Math.sqrt(1.25), StandardDeviation.of(vector(1, 2, 3, 4), 0).item(), 1e-15);
    assertArrayEquals(
        new double[] {-0.75, -0.25, 0.25, 0.75},
        gradient(x -> Variance.of(x, 0), vector(1, 2, 3, 4)));
  }

  @Test
  void aLargeMeanCostsVarianceNoDigits() {
    var far = Tensor.of(new float[] {100_000, 100_001, 100_002}, Shape.of(3));
    assertEquals(1, Variance.of(far, 1).item());
  }

  @Test
  void withoutEnoughElementsVarianceIsNotANumber() {
    assertTrue(Double.isNaN(Variance.of(vector(3), 1).item()));
    assertTrue(Double.isNaN(StandardDeviation.of(vector(), 0).item()));
    assertEquals(0, Variance.of(vector(3), 0).item());
  }

  @Test
  void aConstantHasDeviationZeroAndNoSlope() {
    var constant = vector(2, 2, 2);
    assertEquals(0, StandardDeviation.of(constant, 1).item());
    assertArrayEquals(new double[3], gradient(x -> StandardDeviation.of(x, 1), constant));
  }

  @Test
  void normsOfEveryOrder() {
    var x = vector(3, 0, -4);
    assertEquals(5, Norm.of(x, 2).item());
    assertEquals(7, Norm.of(x, 1).item());
    assertEquals(4, Norm.of(x, INFINITY).item());
    assertEquals(0, Norm.of(x, -INFINITY).item());
    assertEquals(2, Norm.of(x, 0).item());
    assertEquals(Math.cbrt(91), Norm.of(x, 3).item(), 1e-14);
    assertEquals(7 + 4 * Math.sqrt(3), Norm.of(x, 0.5).item(), 1e-13);
    assertArrayEquals(new double[] {0.6, 0, -0.8}, gradient(v -> Norm.of(v, 2), x), 1e-15);
  }

  @Test
  void theZeroVectorHasNoSlope() {
    for (double order : new double[] {0, 0.5, 1, 1.5, 2, 3, INFINITY, -INFINITY}) {
      var slope = gradient(x -> Norm.of(x, order), vector(0, 0, 0));
      assertArrayEquals(new double[3], slope, 0, () -> "order " + order);
    }
  }

  @Test
  void equallyLargeElementsShareTheSlopeOfTheInfiniteNorm() {
    assertArrayEquals(
        new double[] {0.5, 0, -0.5}, gradient(x -> Norm.of(x, INFINITY), vector(2, 1, -2)));
  }

  @Test
  void anOrderMustBeANumber() {
    var error = assertThrows(IllegalArgumentException.class, () -> Norm.of(vector(1), Double.NaN));
    assertEquals("norm: the order is NaN; expected a number, ∞ or −∞", error.getMessage());
  }

  @Test
  void layerNormGivesRowsMeanZeroAndVarianceOne() {
    var x = rows(1, 3, -10, 30);
    var weight = vector(2, 3);
    var bias = vector(10, 20);
    assertArrayEquals(new double[] {-1, 1, -1, 1}, LayerNorm.of(x, 0).toDoubleArray());
    assertArrayEquals(
        new double[] {8, 23, 8, 23}, new LayerNorm(1, 0).on(x, weight, bias).toDoubleArray());
    assertArrayEquals(
        new double[] {0.2, 1.4, 1, 1}, RmsNorm.of(rows(1, 7, 5, 5), 0).toDoubleArray());
  }

  @Test
  void aConstantRowBecomesZeros() {
    var constant = rows(7, 7, -3, -3);
    assertArrayEquals(new double[4], LayerNorm.of(constant, 1e-5).toDoubleArray());
    assertArrayEquals(new double[4], gradient(x -> LayerNorm.of(x, 1e-5), constant));
  }

  @Test
  void batchNormForTrainingIsThatForInferenceWithTheBatchesOwnStatistics() {
    var x = rows(1, -2, 4, 3, 0.5, 7);
    var inference =
        new BatchNormInference(1e-5).on(x, x.mean(0), Variance.of(x, 0, 0)).toDoubleArray();
    assertArrayEquals(inference, BatchNorm.of(x, 1e-5).toDoubleArray(), 1e-15);
  }

  @Test
  void aVectorOfZerosHasNoDirection() {
    var x = rows(0, 0, 3, 4);
    assertArrayEquals(new double[] {0, 0, 0.6, 0.8}, Normalize.of(x, 1).toDoubleArray(), 1e-15);
    assertArrayEquals(
        new double[] {0, 1}, CosineSimilarity.of(x, rows(1, 2, 6, 8), 1).toDoubleArray(), 1e-15);
    var slope = gradient(v -> new Normalize(2, Axes.of(1), 0.5).on(v), rows(0, 0, 0, 0));
    assertArrayEquals(new double[] {2, 2, 2, 2}, slope);
  }

  @Test
  void distancesAreNormsOfDifferences() {
    var a = rows(0, 0, 3, 4);
    assertArrayEquals(new double[] {0, 5}, Distances.of(a, vector(0, 0)).toDoubleArray());
    assertArrayEquals(new double[] {0, 7, 7, 0}, Distances.between(a, a, 1).toDoubleArray());
  }

  @Test
  void everyOneIsOneNode() {
    var x = rows(1, 3, -10, 30).tracked();
    var weight = vector(2, 3);
    for (var y :
        new Tensor[] {
          Variance.of(x, 1),
          Norm.of(x, 3),
          new LayerNorm(1, 0).on(x, weight),
          BatchNorm.of(x, 0),
          Normalize.of(x, 1),
          CosineSimilarity.of(x, weight, 1)
        }) {
      assertEquals(2, Graph.of(Objects.requireNonNull(y.node())).size(), y::toString);
    }
  }

  @Test
  void hyperParametersOutOfRangeAreRefused() {
    var axes = assertThrows(IllegalArgumentException.class, () -> new LayerNorm(0, 1));
    assertEquals("layerNorm: axes is 0; expected 1 or more", axes.getMessage());
    var epsilon = assertThrows(IllegalArgumentException.class, () -> new BatchNorm(-1));
    assertEquals("batchNorm: epsilon is -1.0; expected 0 or more", epsilon.getMessage());
    var zero = assertThrows(IllegalArgumentException.class, () -> new CosineSimilarity(0, 0));
    assertEquals("cosineSimilarity: epsilon is 0.0; expected a number above 0", zero.getMessage());
  }

  @Test
  void wholeNumbersBecomeFloatingPoint() {
    var whole = Tensor.of(new int[] {3, 4}, Shape.of(1, 2));
    assertEquals(DType.F32, Norm.of(whole, 2).dtype());
    assertEquals(5, Norm.of(whole, 2).item());
    assertEquals(0.5, StandardDeviation.of(whole, 0).item());
    assertEquals(DType.F32, LayerNorm.of(whole, 0).dtype());
  }
}

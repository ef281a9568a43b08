package dev.chainrule.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitializersTest {
  private static final TensorType WIDE = new TensorType(Shape.of(300, 100), DType.F64);
  private static final RandomKey KEY = RandomKey.of(7);

  private static double deviation(Initializer initializer) {
    double[] values = initializer.create(WIDE, KEY).toDoubleArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  private static double largest(Initializer initializer) {
    return Arrays.stream(initializer.create(WIDE, KEY).toDoubleArray())
        .map(Math::abs)
        .max()
        .orElseThrow();
  }

  @Test
  void constantsAreConstant() {
    var shape = new TensorType(Shape.of(2), DType.F32);
    assertArrayEquals(new double[] {0, 0}, Initializers.zeros().create(shape, KEY).toDoubleArray());
    assertArrayEquals(new double[] {1, 1}, Initializers.ones().create(shape, KEY).toDoubleArray());
    assertArrayEquals(
        new double[] {3, 3}, Initializers.constant(3).create(shape, KEY).toDoubleArray());
  }

  @Test
  void variancesSuitTheNumberOfConnections() {
    assertEquals(Math.sqrt(2.0 / 400), deviation(Initializers.glorotUniform()), 1e-3);
    assertEquals(Math.sqrt(2.0 / 400), deviation(Initializers.glorotNormal()), 1e-3);
    assertEquals(Math.sqrt(2.0 / 300), deviation(Initializers.heUniform()), 1e-3);
    assertEquals(Math.sqrt(2.0 / 300), deviation(Initializers.heNormal()), 1e-3);
    assertEquals(Math.sqrt(1.0 / 300), deviation(Initializers.lecunUniform()), 1e-3);
    assertEquals(Math.sqrt(1.0 / 300), deviation(Initializers.lecunNormal()), 1e-3);
  }

  @Test
  void theAxesBeforeTheLastTwoCountAsConnections() {
    var window = new TensorType(Shape.of(3, 3, 100, 50), DType.F64);
    double[] values = Initializers.heUniform().create(window, KEY).toDoubleArray();
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    assertEquals(Math.sqrt(6.0 / 900), largest, 1e-4);
  }

  @Test
  void uniformStaysInItsRange() {
    assertTrue(largest(Initializers.uniform(-0.5, 0.5)) <= 0.5);
    assertEquals(0.5 / Math.sqrt(3), deviation(Initializers.uniform(-0.5, 0.5)), 5e-3);
  }

  @Test
  void truncatedNormalHasNoOutliers() {
    assertTrue(largest(Initializers.normal(0, 1)) > 3);
    assertTrue(largest(Initializers.truncatedNormal(0, 1)) <= 2);
    assertEquals(0.8796, deviation(Initializers.truncatedNormal(0, 1)), 1e-2);
  }

  @Test
  void orthogonalRowsOrColumnsHaveLengthOneAndNothingInCommon() {
    assertIdentity(matrix(4, 7), true);
    assertIdentity(matrix(7, 4), false);
  }

  private static Tensor matrix(int rows, int columns) {
    var type = new TensorType(Shape.of(rows, columns), DType.F64);
    return Initializers.orthogonal().create(type, KEY);
  }

  private static void assertIdentity(Tensor matrix, boolean wide) {
    var product = wide ? matrix.matmul(matrix.transpose()) : matrix.transpose().matmul(matrix);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(i == j ? 1 : 0, product.get(i, j), 1e-12);
      }
    }
  }

  @Test
  void theKeyDecides() {
    var initializer = Initializers.glorotUniform();
    double[] values = initializer.create(WIDE, KEY).toDoubleArray();
    assertArrayEquals(values, initializer.create(WIDE, RandomKey.of(7)).toDoubleArray());
    assertFalse(Arrays.equals(values, initializer.create(WIDE, RandomKey.of(8)).toDoubleArray()));
  }

  @Test
  void vectorsCannotBeOrthogonal() {
    var vector = new TensorType(Shape.of(4), DType.F64);
    var thrown =
        assertThrows(ShapeException.class, () -> Initializers.orthogonal().create(vector, KEY));
    assertEquals("Orthogonal: needs at least two axes, got [4]", thrown.getMessage());
  }
}

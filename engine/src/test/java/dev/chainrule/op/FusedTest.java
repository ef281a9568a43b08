package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import org.junit.jupiter.api.Test;

class FusedTest {
  private static final Fused PRODUCT_PLUS =
      Fused.of("productPlus", input(0).mul(input(1)).add(input(2)));

  @Test
  void computesItsExpressionAndBroadcasts() {
    var rows = Tensor.of(new double[] {1, 2, 3, 4}, Shape.of(2, 2));
    var result = PRODUCT_PLUS.on(rows, Tensor.of(new double[] {10, 100}, Shape.of(2)), rows);
    assertArrayEquals(new double[] {11, 202, 33, 404}, result.toDoubleArray());
  }

  @Test
  void itsDerivativesFollowFromTheExpression() {
    var a = Tensor.of(new double[] {2, 3}, Shape.of(2)).tracked();
    var b = Tensor.of(new double[] {5, 7}, Shape.of(2)).tracked();
    var gradients = PRODUCT_PLUS.on(a, b, a).sum().backward();
    assertArrayEquals(new double[] {6, 8}, gradients.of(a).toDoubleArray());
    assertArrayEquals(new double[] {2, 3}, gradients.of(b).toDoubleArray());
  }

  @Test
  void wrongNumberOfTensorsIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> PRODUCT_PLUS.on(Tensor.of(1f)));
    assertEquals("productPlus: takes 3 tensors, got 1", thrown.getMessage());
  }
}

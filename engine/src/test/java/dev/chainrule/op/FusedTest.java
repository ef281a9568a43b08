package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.kernel.Loops;
import java.util.List;
import org.junit.jupiter.api.Tag;
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

  /// Folds along rows that are short, one run and several runs; along columns that are few and
  /// many; over several groups, and where axes cannot be joined.
  @Test
  @Tag("contract")
  void aSumOfItsValuesHasTheBitsOfBothSteps() {
    Loops.grain(1);
    for (var dtype : List.of(DType.F32, DType.F64)) {
      checkSums(dtype, Shape.of(7), 0);
      checkSums(dtype, Shape.of(3, 5000), 1);
      checkSums(dtype, Shape.of(10, 300), -1);
      checkSums(dtype, Shape.of(0, 3), 0);
      checkSums(dtype, Shape.of(9, 5, 7), 0, 1);
      checkSums(dtype, Shape.of(4500, 3), 0);
      checkSums(dtype, Shape.of(70, 1500), 0);
      checkSums(dtype, Shape.of(2, 65, 3, 4), 1, 3);
      checkSums(dtype, Shape.of(2, 65, 3, 4), 0, 2);
    }
    Loops.grain(1 << 15);
  }

  private static void checkSums(DType dtype, Shape shape, int... axes) {
    var key = RandomKey.of(shape.elements());
    var a = key.normal(shape, 0, 1, dtype);
    var b = key.child("b").normal(Shape.of(shape.size(-1)), 0, 1, dtype);
    var turned = Flip.of(key.child("c").normal(shape, 0, 1, dtype), 0);
    var sum = new FusedSum(PRODUCT_PLUS, Axes.of(axes), false);
    for (var inputs : List.of(List.of(a, b, a), List.of(turned, b, a))) {
      var expected = sum.body(inputs);
      var actual = sum.on(inputs.toArray(Tensor[]::new));
      assertEquals(expected.type(), actual.type());
      assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), shape::toString);
    }
  }

  @Test
  void wrongNumberOfTensorsIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> PRODUCT_PLUS.on(Tensor.of(1f)));
    assertEquals("productPlus: takes 3 tensors, got 1", thrown.getMessage());
  }
}

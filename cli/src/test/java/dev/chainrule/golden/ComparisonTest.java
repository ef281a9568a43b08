package dev.chainrule.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Tolerance CLOSE = new Tolerance(1e-3, 1e-6);

  @Test
  void theWorstElementIsNamed() {
    assertEquals(
        Optional.of(
            "out.y[1, 0]: expected 3.0, got 5.0, off by 2.0 where 0.003001 is allowed;"
                + " 2 of 4 elements differ"),
        difference(matrix(1, 2, 3, 4), matrix(1, 2.5, 5, 4.001)));
  }

  @Test
  void differencesWithinTheToleranceAreNone() {
    assertEquals(
        Optional.empty(), difference(matrix(1, 0, 3, -4), matrix(1.0009, -0.0, 3, -4.003)));
  }

  @Test
  void notANumberEqualsOnlyItselfAndInfinitiesOnlyThemselves() {
    double infinity = Double.POSITIVE_INFINITY;
    assertTrue(CLOSE.accepts(Double.NaN, Double.NaN));
    assertTrue(CLOSE.accepts(-infinity, -infinity));
    assertFalse(CLOSE.accepts(infinity, -infinity));
    assertFalse(CLOSE.accepts(infinity, 1e300));
    assertFalse(CLOSE.accepts(1, infinity));
    assertFalse(CLOSE.accepts(1, Double.NaN));
    assertFalse(CLOSE.accepts(Double.NaN, 1));
    assertEquals(
        Optional.of(
            "out.y[0, 1]: expected 2.0, got NaN, off by NaN where 0.002001 is allowed;"
                + " 2 of 4 elements differ"),
        difference(matrix(1, 2, 3, 4), matrix(100, Double.NaN, 3, 4)));
  }

  @Test
  void shapesMustBeEqual() {
    assertEquals(
        Optional.of("out.y: expected shape [2, 2], got [1, 2]"),
        difference(matrix(1, 2, 3, 4), Tensor.of(new double[2], Shape.of(1, 2))));
  }

  @Test
  void typesMustBeEqualExceptForTheWidthOfWholeNumbers() {
    Tensor wide = Tensor.of(new long[] {1, 2}, Shape.of(2));
    assertEquals(Optional.empty(), difference(wide, Tensor.of(new int[] {1, 2}, Shape.of(2))));
    assertEquals(
        Optional.of("out.y: expected dtype i64, got f32"), difference(wide, wide.to(DType.F32)));
    Tensor single = Tensor.of(new float[] {1}, Shape.of());
    assertEquals(
        Optional.of("out.y: expected dtype f64, got f32"),
        difference(single.to(DType.F64), single));
  }

  @Test
  void excusedElementsMayDiffer() {
    Tensor expected = matrix(1, 2, 3, 4);
    Tensor found = matrix(9, 2, 3, 5);
    assertEquals(
        Optional.empty(),
        Comparison.difference("x", expected, found, CLOSE, i -> i == 0 || i == 3));
    assertTrue(Comparison.difference("x", expected, found, CLOSE, i -> i == 0).isPresent());
  }

  private static Tensor matrix(double... values) {
    return Tensor.of(values, Shape.of(2, 2));
  }

  private static Optional<String> difference(Tensor expected, Tensor found) {
    return Comparison.difference("out.y", expected, found, CLOSE);
  }
}

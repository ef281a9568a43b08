package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.check.GradientCheck;
import org.junit.jupiter.api.Test;

class ReductionTest {
  private static Tensor vector(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static void assertElements(Tensor tensor, double... expected) {
    assertArrayEquals(expected, tensor.toDoubleArray(), tensor::toString);
  }

  private static Tensor slopes(Tensor x) {
    return Derivatives.gradient(Product::of).at(x);
  }

  @Test
  void aProductHasASlopeWithAnyNumberOfZeros() {
    assertElements(slopes(vector(2, 3, 4)), 12, 8, 6);
    assertElements(slopes(vector(0, 2, 3)), 6, 0, 0);
    assertElements(slopes(vector(0, 0, 3)), 0, 0, 0);
    assertElements(slopes(vector(7)), 1);
    assertElements(slopes(vector(1, Double.POSITIVE_INFINITY, 2)), 1.0 / 0, 2, 1.0 / 0);
  }

  @Test
  void theSlopeOfAProductInSinglePrecisionDoesNotOverflowOnTheWay() {
    var slopes = slopes(vector(1e30, 1e30, 1e-30, 1e-30).to(DType.F32)).toDoubleArray();
    assertArrayEquals(new double[] {1e-30, 1e-30, 1e30, 1e30}, slopes, 1e24);
    assertEquals(1e-30, slopes[0], 1e-36);
  }

  @Test
  void aProductWithAZeroHasASecondDerivative() {
    var curvature =
        Derivatives.gradient(x -> slopesDotted(x, vector(1, 10, 100))).at(vector(0, 2, 3));
    assertElements(curvature, 10 * 3 + 100 * 2, 3, 2);
    assertTrue(
        GradientCheck.of(x -> slopesDotted(x, vector(1, 10, 100))).at(vector(0, 0, 3)).passed());
  }

  /// The gradient of the product times a direction, differentiable once more.
  private static Tensor slopesDotted(Tensor x, Tensor direction) {
    return Derivatives.jvp(Product::of, x, direction);
  }

  @Test
  void productsRunOverAnyAxes() {
    var x = Tensor.range(12).add(1).reshape(2, 3, 2);
    assertEquals(DType.I64, Product.of(x).dtype());
    assertElements(Product.of(x), 479001600);
    assertElements(Product.of(x, 1), 1 * 3 * 5, 2 * 4 * 6, 7 * 9 * 11, 8 * 10 * 12);
    assertElements(Product.of(x, 0, -1), 1 * 2 * 7 * 8, 3 * 4 * 9 * 10, 5 * 6 * 11 * 12);
    assertEquals(Shape.of(1, 3, 1), new Product(Axes.of(0, 2), true).on(x).shape());
  }

  @Test
  void nothingHasAProductAndHoldsEverywhereButNowhere() {
    var none = Tensor.zeros(Shape.of(0, 2), DType.F64);
    assertElements(Product.of(none, 0), 1, 1);
    assertElements(Quantifier.any(none, 0), 0, 0);
    assertElements(Quantifier.all(none, 0), 1, 1);
    assertElements(Quantifier.count(none), 0);
    assertEquals(
        Shape.of(0, 2), Derivatives.gradient(x -> Product.of(x, 0).sum()).at(none).shape());
  }

  @Test
  void whatIsNotZeroHolds() {
    var x = Tensor.of(new double[] {0, Double.NaN, -0.0, 0, 3, -2}, Shape.of(2, 3));
    assertElements(Quantifier.any(x, 0), 0, 1, 1);
    assertElements(Quantifier.all(x, 0), 0, 1, 0);
    assertElements(Quantifier.count(x, 1), 1, 2);
    assertEquals(DType.BOOL, Quantifier.all(x).dtype());
    assertEquals(DType.I64, Quantifier.count(x).dtype());
  }
}

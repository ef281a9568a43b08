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

class ScanTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Tensor vector(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static void assertElements(Tensor tensor, double... expected) {
    assertArrayEquals(expected, tensor.toDoubleArray(), tensor::toString);
  }

  @Test
  void sumsRunAlongAnyAxisFromEitherEnd() {
    var x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
    assertElements(CumulativeSum.of(x, 1), 1, 3, 6, 4, 9, 15);
    assertElements(CumulativeSum.of(x, -2), 1, 2, 3, 5, 7, 9);
    assertElements(new CumulativeSum(1, true).on(x), 6, 5, 3, 15, 11, 6);
    assertElements(
        CumulativeSum.of(Tensor.of(new boolean[] {true, false, true}, Shape.of(3)), 0), 1, 1, 2);
    assertEquals(DType.I64, CumulativeSum.of(Tensor.of(new int[] {1}, Shape.of(1)), 0).dtype());
  }

  @Test
  void aLongSumInSinglePrecisionIsRoundedOnlyAtTheEnd() {
    int size = 1_000_000;
    var sums = CumulativeSum.of(Tensor.full(Shape.of(size), 0.1f, DType.F32), 0);
    // 0.1f has 24 significant bits, so sums of a million are exact in double precision
    assertEquals((float) (size * (double) 0.1f), sums.get(size - 1));
  }

  @Test
  void cumulativeProductsHaveSlopesAtZeros() {
    var slopes = Derivatives.gradient(x -> CumulativeProduct.of(x, 0).sum());
    assertElements(slopes.at(vector(2, 0, 0, 3)), 1, 2, 0, 0);
    assertElements(slopes.at(vector(0, 2, 3)), 1 + 2 + 6, 0, 0);
    assertElements(slopes.at(vector(3, 2, 0)), 1 + 2 + 0, 3 + 0, 6);
  }

  @Test
  void cumulativeProductsHaveSecondDerivativesAtZeros() {
    for (boolean reverse : new boolean[] {false, true}) {
      var weights = vector(1, -2, 3, 5);
      var report =
          GradientCheck.of(x ->
                  Derivatives.jvp(
                      t -> new CumulativeProduct(0, reverse).on(t).mul(weights).sum(),
                      x,
                      vector(0.5, -1, 2, 0.25)))
              .at(vector(1.5, 0, 0, 3));
      assertTrue(report.passed(), report::toString);
    }
  }

  @Test
  void logarithmsOfSumsDoNotOverflow() {
    var y = CumulativeLogSumExp.of(vector(1000, 1000, 2000, -INFINITY), 0);
    assertArrayEquals(
        new double[] {1000, 1000 + Math.log(2), 2000, 2000}, y.toDoubleArray(), 1e-12);
    assertElements(
        CumulativeLogSumExp.of(vector(-INFINITY, -INFINITY, -800, INFINITY, 0), 0),
        -INFINITY,
        -INFINITY,
        -800,
        INFINITY,
        INFINITY);
    var slopes = Derivatives.gradient(x -> CumulativeLogSumExp.of(x, 0).sum());
    assertArrayEquals(
        new double[] {1, 1, 1}, slopes.at(vector(-2000, 0, 2000)).toDoubleArray(), 1e-15);
  }

  @Test
  void aRecurrenceDiscountsRewardsFromTheLast() {
    var rewards = vector(1, 0, 2);
    var returns = new Recurrence(0, true).on(Tensor.full(Shape.of(3), 0.5, DType.F64), rewards);
    assertElements(returns, 1.5, 1, 2);
    assertElements(Recurrence.of(vector(0.5), rewards, 0), 1, 0.5, 2.25);
  }

  @Test
  void theFirstFactorOfARecurrenceIsNotUsed() {
    var y = new Recurrence(0, false).on(vector(Double.NaN, 2), vector(3, 1));
    assertElements(y, 3, 7);
    var slopes =
        Derivatives.gradient(a -> new Recurrence(0, false).on(a, vector(3, 1)).sum())
            .at(vector(Double.NaN, 2));
    assertElements(slopes, 0, 3);
  }
}

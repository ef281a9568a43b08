package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Derivatives;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingTest {
  private static Tensor line(double... values) {
    return Tensor.of(values, Shape.of(1, values.length, 1));
  }

  @Test
  void theFirstOfEquallyLargeElementsGetsTheGradient() {
    var x = line(3, 3, -0.0, 0);
    var slope = Derivatives.gradient(in -> MaxPool.of(in, Window.of(2)).sum()).at(x);
    assertArrayEquals(new double[] {1, 0, 1, 0}, slope.toDoubleArray());
    assertArrayEquals(new double[] {0, 2}, ArgMaxPool.of(x, Window.of(2)).toDoubleArray());
  }

  @Test
  void notANumberIsTheLargestElement() {
    var x = line(1, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN}, MaxPool.of(x, Window.of(2)).toDoubleArray());
    assertArrayEquals(new double[] {1, 2}, ArgMaxPool.of(x, Window.of(2)).toDoubleArray());
  }

  @Test
  void paddingIsSmallerThanEveryNumberAndIsNoElementOfAMean() {
    var x = line(-1, -2, -3);
    var window = Window.of(3, 2).padded(1);
    assertArrayEquals(new double[] {-1, -2}, MaxPool.of(x, window).toDoubleArray());
    assertArrayEquals(new double[] {-1.5, -2.5}, AveragePool.of(x, window).toDoubleArray());
    var counted = new AveragePool(List.of(window), true).on(x);
    assertArrayEquals(new double[] {-1, -5 / 3.0}, counted.toDoubleArray(), 1e-15);
  }

  @Test
  void whereWindowsMeetTheirGradientsAreAdded() {
    var x = line(1, 5, 2);
    var slope = Derivatives.gradient(in -> MaxPool.of(in, Window.of(2, 1)).sum()).at(x);
    assertArrayEquals(new double[] {0, 2, 0}, slope.toDoubleArray());
    var shares = Derivatives.gradient(in -> AveragePool.of(in, Window.of(2, 1)).sum()).at(x);
    assertArrayEquals(new double[] {0.5, 1, 0.5}, shares.toDoubleArray());
  }

  @Test
  void aPartialWindowTakesWhatIsLeft() {
    var x = line(1, 2, 3, 4, 5);
    assertArrayEquals(new double[] {2, 4}, MaxPool.of(x, Window.of(2)).toDoubleArray());
    assertArrayEquals(new double[] {2, 4, 5}, MaxPool.of(x, Window.of(2).partly()).toDoubleArray());
    assertArrayEquals(
        new double[] {1.5, 3.5, 5}, AveragePool.of(x, Window.of(2).partly()).toDoubleArray());
  }

  @Test
  void partsOfAnAxisShareElementsWhereTheyMustBeEven() {
    var x = line(1, 2, 3, 4, 5);
    assertArrayEquals(
        new double[] {1.5, 3, 4.5}, AveragePool.of(x, new Division(3)).toDoubleArray());
    assertArrayEquals(new double[] {5}, MaxPool.of(x, new Division(1)).toDoubleArray());
  }

  @Test
  void dilatedWindowsSkipElements() {
    var x = line(1, 9, 2, 8, 3);
    assertArrayEquals(
        new double[] {2, 9, 3}, MaxPool.of(x, Window.of(2, 1).dilated(2)).toDoubleArray());
  }

  @Test
  void windowsThatCannotSlideAreRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Window.of(2).padded(-1));
    assertEquals(
        "window: size 2, step 2 and dilation 1 must be at least 1, padding -1 and -1 at least 0",
        thrown.getMessage());
  }

  @Test
  void resultsKeepTheType() {
    var x = line(1, 2).to(DType.F32);
    assertEquals(DType.F32, MaxPool.of(x, Window.of(2)).dtype());
  }
}

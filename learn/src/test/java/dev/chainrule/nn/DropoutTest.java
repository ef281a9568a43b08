package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final Tensor ONES = Tensor.ones(Shape.of(100, 100), DType.F32);

  @Test
  void keepsTheContract() {
    LayerContract.check(new Dropout(0.5), 8);
    LayerContract.check(new Dropout(0), 2);
  }

  @Test
  void dropsTheGivenShareAndKeepsTheMean() {
    var result = new Dropout(0.2).build(Shape.of(100), 1).apply(ONES);
    double[] values = result.toDoubleArray();
    assertEquals(0.2, Arrays.stream(values).filter(v -> v == 0).count() / 1e4, 0.02);
    assertEquals(0, Arrays.stream(values).filter(v -> v != 0 && v != 1.25f).count());
  }

  @Test
  void inUseNothingIsDropped() {
    var network = new Dropout(0.9).build(Shape.of(100), 1);
    assertArrayEquals(ONES.toFloatArray(), network.predict(ONES).toFloatArray());
  }

  @Test
  void dropsOtherElementsEveryTimeAndInEveryPlace() {
    var network = Sequential.of(new Dropout(0.5), new Dropout(0.5)).build(Shape.of(100), 1);
    double[] first = network.apply(ONES).toDoubleArray();
    assertFalse(Arrays.equals(first, network.apply(ONES).toDoubleArray()));
    double kept = Arrays.stream(first).filter(v -> v != 0).count() / 1e4;
    assertEquals(0.25, kept, 0.02, "two masks of the same elements would keep a half");
  }

  @Test
  void aRateOfOneIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new Dropout(1));
    assertEquals("Dropout: rate is 1.0; expected 0 or more and below 1", thrown.getMessage());
  }
}

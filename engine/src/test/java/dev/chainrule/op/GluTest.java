package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import org.junit.jupiter.api.Test;

class GluTest {
  @Test
  void theSecondHalfOpensAndClosesTheFirst() {
    var x = Tensor.of(new double[] {4, -6, 8, 0, 100, -100}, Shape.of(6));
    assertArrayEquals(new double[] {2, -6, 0}, Glu.of(x, 0).toDoubleArray(), 1e-12);
    var rows = x.reshape(2, 3);
    assertArrayEquals(new double[] {2, -6, 0}, Glu.of(rows, 0).toDoubleArray(), 1e-12);
  }
}

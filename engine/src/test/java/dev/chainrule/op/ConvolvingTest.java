package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvolvingTest {
  @Test
  void theThreeOperationsCountTheSameMultiplicationsAndAdditions() {
    var windows = Collections.nCopies(2, Window.of(3, 1).padded(1));
    var x = new TensorType(Shape.of(2, 5, 7, 6), DType.F32);
    var w = new TensorType(Shape.of(3, 3, 3, 4), DType.F32);
    var y = new TensorType(Shape.of(2, 5, 7, 4), DType.F32);
    long expected = 2L * (2 * 5 * 7 * 4) * (3 * 3 * 3);
    var results = new Convolution(windows, 2);
    assertEquals(expected, results.operations(List.of(x, w), y));
    var images = new ConvolutionTranspose(windows, 2, List.of(5, 7));
    assertEquals(expected, images.operations(List.of(y, w), x));
    var weights = new ConvolutionWeights(windows, 2);
    assertEquals(expected, weights.operations(List.of(x, y), w));
  }
}

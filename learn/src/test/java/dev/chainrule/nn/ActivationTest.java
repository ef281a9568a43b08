package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  private static final Tensor POINTS = Tensor.of(new float[][] {{-2, 0, 2}});

  private static void assertMaps(Layer layer, double... expected) {
    var result = layer.build(Shape.of(3), 1).apply(POINTS);
    assertArrayEquals(expected, result.toDoubleArray(), 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheContract(Activation activation) {
    LayerContract.check(activation, 4);
  }

  @Test
  void thoseWithAChoiceKeepTheContract() {
    for (var layer :
        List.of(
            new LeakyRelu(0.1), new Elu(1.5), new Celu(0.5), new HardTanh(-1, 2), new PRelu())) {
      LayerContract.check(layer, 4);
    }
  }

  @Test
  void eachIsTheFunctionOfItsName() {
    assertMaps(Activation.RELU, 0, 0, 2);
    assertMaps(Activation.SIGMOID, 0.1192029, 0.5, 0.8807971);
    assertMaps(Activation.TANH, -0.9640276, 0, 0.9640276);
    assertMaps(Activation.SOFTPLUS, 0.1269280, 0.6931472, 2.1269280);
    assertMaps(Activation.SILU, -0.2384058, 0, 1.7615942);
    assertMaps(Activation.GELU, -0.0455003, 0, 1.9544997);
    assertMaps(Activation.SOFTMAX, 0.0158762, 0.1173104, 0.8668133);
    assertMaps(Activation.HARD_SIGMOID, 1.0 / 6, 0.5, 5.0 / 6);
    assertMaps(new LeakyRelu(0.1), -0.2, 0, 2);
    assertMaps(new Elu(1), Math.expm1(-2), 0, 2);
    assertMaps(new Celu(2), 2 * Math.expm1(-1), 0, 2);
    assertMaps(new HardTanh(-1, 1), -1, 0, 1);
    assertMaps(new PRelu(), -0.5, 0, 2);
  }

  @Test
  void namesAreWrittenInWords() {
    assertEquals("LogSigmoid", Activation.LOG_SIGMOID.kind());
    assertEquals("Relu6", Activation.RELU6.kind());
  }

  @Test
  void anEmptyRangeIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> new HardTanh(1, 1));
    assertEquals(
        "HardTanh: lowest is 1.0 and highest 1.0; lowest must be below highest",
        thrown.getMessage());
  }

  @Test
  void slopesAreLearntForEachFeature() {
    var network = new PRelu().build(Shape.of(3), 1);
    var gradient = network.apply(POINTS).sum().backward().of(network.parameters().getFirst());
    assertEquals(DType.F32, gradient.dtype());
    assertArrayEquals(new double[] {-2, 0, 0}, gradient.toDoubleArray());
  }
}

package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.init.Initializers;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DenseTest {
  @Test
  void keepsTheContract() {
    LayerContract.check(Dense.of(3), 4);
    LayerContract.check(Dense.of(2).withoutBias(), 3, 4);
    LayerContract.check(Dense.of(1).weights(Initializers.heNormal()).named("hidden"), 2);
  }

  @Test
  void everyOutputIsAWeightedSumOfAllInputsPlusABias() {
    var network = Dense.of(2).build(Shape.of(3), 1);
    var weight = Objects.requireNonNull(network.variables().get("weight"));
    var bias = Objects.requireNonNull(network.variables().get("bias"));
    assertEquals(Shape.of(3, 2), weight.shape());
    weight.assign(Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    bias.assign(Tensor.of(0.5f, -0.5f));
    var result = network.apply(Tensor.of(new float[][] {{1, 0, 2}}));
    assertArrayEquals(new float[] {11.5f, 13.5f}, result.toFloatArray());
  }

  @Test
  void anotherNumberOfInputsIsNamedWithItsLayer() {
    var network = Sequential.of(Dense.of(2).named("hidden")).build(Shape.of(784), 1);
    var images = Tensor.zeros(Shape.of(32, 28, 28), DType.F32);
    var thrown = assertThrows(ShapeException.class, () -> network.apply(images));
    assertEquals(
        "Dense \"hidden\": input's last axis is 28, layer was built for 784; input is"
            + " [batch 32, 28, 28]; a Flatten layer may be missing",
        thrown.getMessage());
  }

  @Test
  void aSampleWithoutBatchIsNamed() {
    var network = Dense.of(2).build(Shape.of(3), 1);
    var sample = Tensor.of(1f, 2f, 3f);
    var thrown = assertThrows(ShapeException.class, () -> network.apply(sample));
    assertEquals(
        "Dense: input [3] has no axis that counts samples; reshape(1, 3) makes it a batch of one",
        thrown.getMessage());
  }

  @Test
  void aLayerWithoutOutputsIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Dense.of(0));
    assertEquals("Dense: outputs is 0; expected 1 or more", thrown.getMessage());
  }
}

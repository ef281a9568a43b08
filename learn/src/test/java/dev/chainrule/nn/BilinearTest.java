package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.init.Initializers;
import java.util.List;
import org.junit.jupiter.api.Test;

class BilinearTest {
  private static final TensorType THREE = new TensorType(Shape.of(3), DType.F32);
  private static final TensorType TWO = new TensorType(Shape.of(2), DType.F32);

  @Test
  void keepsTheContract() {
    LayerContract.checkJoint(Bilinear.of(4), THREE, TWO);
    LayerContract.checkJoint(new Bilinear(1, false, Initializers.heNormal()), TWO, TWO);
  }

  @Test
  void everyOutputIsASumOfProducts() {
    var network = Bilinear.of(1).build(List.of(TWO, TWO), DType.F32, 1);
    var block = network.block("");
    block.weight().assign(Tensor.of(1, 2, 3, 4).reshape(2, 2, 1));
    block.variable("bias").assign(Tensor.of(0.5f));
    var a = Tensor.of(new float[][] {{1, 10}});
    var b = Tensor.of(new float[][] {{1, 100}});
    // 1·1·1 + 1·2·100 + 10·3·1 + 10·4·100 + ½
    assertArrayEquals(new float[] {4231.5f}, network.apply(a, b).toFloatArray());
  }

  @Test
  void oneInputIsNotEnough() {
    var thrown = assertThrows(ShapeException.class, () -> Bilinear.of(1).build(Shape.of(3), 1));
    assertEquals(
        "Bilinear: needs two inputs of one axis each, features; samples are [f32 [3]]",
        thrown.getMessage());
  }
}

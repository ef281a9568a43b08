package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.nn.EmbeddingBag.Join;
import org.junit.jupiter.api.Test;

class EmbeddingBagTest {
  private static final EmbeddingBag MEAN = EmbeddingBag.of(3, 2);

  @Test
  void keepsTheContract() {
    LayerContract.checkOfWholeNumbers(MEAN, 4);
    LayerContract.checkOfWholeNumbers(MEAN.joinedBy(Join.SUM), 2, 3);
    LayerContract.checkOfWholeNumbers(MEAN.joinedBy(Join.MAX), 2);
  }

  @Test
  void joinsTheVectorsOfABagWithoutRegardToTheirOrder() {
    assertArrayEquals(new float[] {3, 3}, apply(MEAN, 2, 0));
    assertArrayEquals(new float[] {3, 3}, apply(MEAN, 0, 2));
    assertArrayEquals(new float[] {6, 6}, apply(MEAN.joinedBy(Join.SUM), 2, 0));
    assertArrayEquals(new float[] {5, 4}, apply(MEAN.joinedBy(Join.MAX), 2, 0));
  }

  private static float[] apply(EmbeddingBag layer, int... bag) {
    var network = layer.build(new TensorType(Shape.of(2), DType.I32), DType.F32, 1);
    network.block("").weight().assign(Tensor.of(new float[][] {{1, 4}, {9, 9}, {5, 2}}));
    return network.apply(Tensor.of(bag, Shape.of(1, 2))).toFloatArray();
  }
}

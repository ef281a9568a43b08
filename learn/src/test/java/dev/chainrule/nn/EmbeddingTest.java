package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  @Test
  void keepsTheContract() {
    LayerContract.checkOfWholeNumbers(Embedding.of(3, 2), 4);
    LayerContract.checkOfWholeNumbers(Embedding.of(5, 3).padding(4));
  }

  @Test
  void givesTheRowsThatNumbersName() {
    var network = Embedding.of(3, 2).build(new TensorType(Shape.of(2), DType.I32), DType.F32, 1);
    var weight = Objects.requireNonNull(network.variables().get("weight"));
    weight.assign(Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    var result = network.apply(Tensor.of(new int[] {2, 0}, Shape.of(1, 2)));
    assertEquals(Shape.of(1, 2, 2), result.shape());
    assertArrayEquals(new float[] {5, 6, 1, 2}, result.toFloatArray());
  }

  @Test
  void aRowThatIsUsedTwiceGathersBothGradients() {
    var network = Embedding.of(3, 1).build(new TensorType(Shape.of(3), DType.I32), DType.F32, 1);
    var result = network.apply(Tensor.of(new int[] {1, 1, 2}, Shape.of(1, 3)));
    var gradient = result.sum().backward().of(network.parameters().getFirst());
    assertArrayEquals(new float[] {0, 2, 1}, gradient.toFloatArray());
  }

  @Test
  void fractionsAreRefusedWhenBuilding() {
    var thrown = assertThrows(DTypeException.class, () -> Embedding.of(3, 2).build(Shape.of(4), 1));
    assertEquals(
        "Embedding: takes whole numbers, but its inputs are f32; the data may need to(DType.I32)",
        thrown.getMessage());
  }
}

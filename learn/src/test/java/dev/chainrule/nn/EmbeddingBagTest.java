package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.nn.EmbeddingBag.Join;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

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

  @Test
  void keepsTheContractWithWeights() {
    LayerContract.checkJoint(
        MEAN.joinedBy(Join.SUM),
        new TensorType(Shape.of(4), DType.I32),
        new TensorType(Shape.of(4), DType.F32));
  }

  @Test
  void bagsMayHaveDifferentSizesAndBeEmpty() {
    assertArrayEquals(new float[] {5, 2, 0, 0, 5, 6.5f, 0, 0}, bags(MEAN));
    assertArrayEquals(new float[] {5, 2, 0, 0, 10, 13, 0, 0}, bags(MEAN.joinedBy(Join.SUM)));
    assertArrayEquals(new float[] {5, 2, 0, 0, 9, 9, 0, 0}, bags(MEAN.joinedBy(Join.MAX)));
    var weights = Tensor.of(new float[] {2, -1, 0.5f}, Shape.of(3));
    assertArrayEquals(
        new float[] {10, 4, 0, 0, -8.5f, -7, 0, 0}, bags(MEAN.joinedBy(Join.SUM), weights));
  }

  @Test
  void gradientsReachTheVectorsOfEveryBag() {
    var network = offsets(MEAN.joinedBy(Join.MAX));
    var result = network.apply(index(2, 1, 1), index(0, 1));
    var weight = network.block("").weight();
    assertArrayEquals(
        new float[] {0, 0, 1, 1, 1, 1}, result.sum().backward().of(weight).toFloatArray());
  }

  @Test
  void wrongOffsetsAndWeightsAreNamed() {
    var network = offsets(MEAN);
    var x = index(2, 1, 1);
    refuses("offset 1 of bag 0 does not fit", () -> network.apply(x, index(1, 2)));
    refuses("offset 1 of bag 2 does not fit", () -> network.apply(x, index(0, 2, 1)));
    refuses("offset 4 of bag 1 does not fit", () -> network.apply(x, index(0, 4)));
    refuses("got two of offsets", () -> network.apply(x, index(0), index(0)));
    refuses("for sums only", () -> network.apply(x, index(0), x.to(DType.F32)));
    refuses("input is [3]", () -> network.apply(x));
    refuses(
        "weights are [2], but the numbers are [3]",
        () ->
            offsets(MEAN.joinedBy(Join.SUM))
                .apply(x, index(0), Tensor.ones(Shape.of(2), DType.F32)));
    var single = new TensorType(Shape.of(), DType.I32);
    refuses("a sample is a single number", () -> MEAN.build(single, DType.F32, 1));
  }

  private static void refuses(String message, Executable code) {
    var error = assertThrows(RuntimeException.class, code);
    var found = String.valueOf(error.getMessage());
    assertTrue(found.contains(message), found);
  }

  private static Tensor index(int... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static Network offsets(EmbeddingBag layer) {
    var single = new TensorType(Shape.of(), DType.I32);
    var network = layer.build(List.of(single, single), DType.F32, 1);
    network.block("").weight().assign(Tensor.of(new float[][] {{1, 4}, {9, 9}, {5, 2}}));
    return network;
  }

  /// Bags of the numbers 2; none; 1 and 0; none.
  private static float[] bags(EmbeddingBag layer, Tensor... weights) {
    var more = new ArrayList<Tensor>(List.of(weights));
    more.add(index(0, 1, 1, 3));
    return offsets(layer).apply(index(2, 1, 0), more.toArray(Tensor[]::new)).toFloatArray();
  }

  private static float[] apply(EmbeddingBag layer, int... bag) {
    var network = layer.build(new TensorType(Shape.of(2), DType.I32), DType.F32, 1);
    network.block("").weight().assign(Tensor.of(new float[][] {{1, 4}, {9, 9}, {5, 2}}));
    return network.apply(Tensor.of(bag, Shape.of(1, 2))).toFloatArray();
  }
}

package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.op.Pad;
import dev.chainrule.op.Window;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final Tensor SQUARE =
      Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, Shape.of(1, 3, 3, 1));

  private static double[] apply(Layer layer, Tensor x) {
    return layer.build(x.shape().without(0), 1).apply(x).toDoubleArray();
  }

  @Test
  void keepTheContract() {
    LayerContract.check(MaxPool.of(2, 2), 4, 5, 3);
    LayerContract.check(MaxPool.of(1, 3).step(2).padded(1), 6, 2);
    LayerContract.check(MaxPool.of(3, 2), 2, 4, 2, 2);
    LayerContract.check(AveragePool.of(2, 2).with(Window::partly), 3, 5, 2);
    LayerContract.check(AveragePool.of(1, 3).step(1).padded(1), 5, 2);
    LayerContract.check(new AdaptiveAveragePool(Shape.of(2, 3)), 5, 4, 2);
    LayerContract.check(new AdaptiveMaxPool(Shape.of(2)), 5, 2);
    LayerContract.check(new GlobalAveragePool(), 3, 2, 4);
    LayerContract.check(new GlobalMaxPool(), 3, 2, 4);
    LayerContract.check(Padding.of(2, 1, Pad.Mode.REFLECT), 3, 2, 2);
    LayerContract.check(new Padding(Shape.of(0), Shape.of(2), Pad.Mode.CONSTANT), 3, 2);
    LayerContract.check(new PixelShuffle(2), 2, 3, 8);
    LayerContract.check(Upsample.of(2, 2), 2, 3, 2);
    LayerContract.check(Upsample.of(1, 3).linear(), 3, 2);
  }

  @Test
  void windowsMoveSideBySideUnlessTheirStepIsGiven() {
    assertArrayEquals(new double[] {5}, apply(MaxPool.of(2, 2), SQUARE));
    assertArrayEquals(new double[] {5, 6, 8, 9}, apply(MaxPool.of(2, 2).step(1), SQUARE));
    assertArrayEquals(new double[] {3, 4, 6, 7}, apply(AveragePool.of(2, 2).step(1), SQUARE));
  }

  @Test
  void globalPoolingLeavesBatchAndChannels() {
    assertArrayEquals(new double[] {5}, apply(new GlobalAveragePool(), SQUARE));
    assertArrayEquals(new double[] {9}, apply(new GlobalMaxPool(), SQUARE));
    assertEquals(Shape.of(1), new GlobalMaxPool().build(Shape.of(3, 3, 1), 1).output().shape());
  }

  @Test
  void channelsBecomePlaces() {
    var x = Tensor.of(new double[] {1, 2, 3, 4}, Shape.of(1, 1, 1, 4));
    var y = new PixelShuffle(2).build(Shape.of(1, 1, 4), 1).apply(x);
    assertEquals(Shape.of(1, 2, 2, 1), y.shape());
    assertArrayEquals(new double[] {1, 2, 3, 4}, y.toDoubleArray());
  }

  @Test
  void largerImagesRepeatElementsOrLieOnStraightLines() {
    var x = Tensor.of(new double[] {1, 3}, Shape.of(1, 2, 1));
    assertArrayEquals(new double[] {1, 1, 3, 3}, apply(Upsample.of(1, 2), x));
    assertArrayEquals(new double[] {1, 1.5, 2.5, 3}, apply(Upsample.of(1, 2).linear(), x));
  }

  @Test
  void reflectionMirrorsWithoutTheOutermostElement() {
    var x = Tensor.of(new double[] {1, 2, 3}, Shape.of(1, 3, 1));
    assertArrayEquals(new double[] {2, 1, 2, 3, 2}, apply(Padding.of(1, 1, Pad.Mode.REFLECT), x));
  }

  @Test
  void samplesThatAreNoImagesAreRefused() {
    var layer = Sequential.of(MaxPool.of(2, 2));
    var thrown = assertThrows(ShapeException.class, () -> layer.build(Shape.of(784), 1));
    assertEquals(
        "MaxPool \"0\": needs samples of 2 axes and channels, but a sample is [784]; a Reshape"
            + " layer may be missing",
        thrown.getMessage());
  }

  @Test
  void windowsThatDoNotFitAreRefused() {
    var thrown =
        assertThrows(ShapeException.class, () -> MaxPool.of(2, 4).build(Shape.of(5, 3, 1), 1));
    assertEquals(
        "maxPool: window of 4 does not fit into axis 2 of [2, 5, 3, 1]", thrown.getMessage());
  }
}

package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.init.Initializers;
import dev.chainrule.op.Window;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConvTest {
  private static final Tensor SQUARE =
      Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, Shape.of(1, 3, 3, 1));

  @Test
  void keepTheContract() {
    LayerContract.check(Conv.of(1, 3, 2), 4, 2);
    LayerContract.check(Conv.of(2, 2, 3).step(2).padded(1).withoutBias(), 4, 3, 2);
    LayerContract.check(Conv.of(2, 4, 3).padded().groups(2), 3, 2, 2);
    LayerContract.check(Conv.of(3, 2, 2).weights(Initializers.heNormal()), 2, 3, 2, 2);
    LayerContract.check(ConvTranspose.of(1, 2, 3).step(2).more(1), 3, 2);
    LayerContract.check(ConvTranspose.of(2, 4, 2).padded(1).groups(2), 3, 2, 2);
    LayerContract.check(DepthwiseConv.of(2, 2).multiplier(2), 3, 2, 2);
    LayerContract.check(DepthwiseConv.of(1, 3).padded().step(2).withoutBias(), 5, 3);
    LayerContract.check(SeparableConv.of(2, 3, 2), 3, 2, 2);
    LayerContract.check(SeparableConv.of(1, 2, 3).padded().withoutBias(), 4, 2);
  }

  private static double[] apply(Layer layer, Tensor x) {
    var network = layer.build(x.shape().without(0), 1);
    var weight = Objects.requireNonNull(network.variables().get("weight"));
    weight.assign(Tensor.ones(weight.shape(), weight.dtype()));
    return network.apply(x).toDoubleArray();
  }

  @Test
  void windowsStayInsideUnlessImagesArePadded() {
    assertArrayEquals(new double[] {12, 16, 24, 28}, apply(Conv.of(2, 1, 2), SQUARE));
    assertArrayEquals(
        new double[] {12, 16, 9, 24, 28, 15, 15, 17, 9}, apply(Conv.of(2, 1, 2).padded(), SQUARE));
    assertArrayEquals(
        new double[] {12, 16, 24, 28}, apply(Conv.of(2, 1, 3).step(2).padded(), SQUARE));
  }

  @Test
  void theTransposeSpreadsElementsOverWindows() {
    var x = Tensor.of(new double[] {1, 2}, Shape.of(1, 2, 1));
    assertArrayEquals(new double[] {1, 3, 3, 2}, apply(ConvTranspose.of(1, 1, 3), x));
    assertArrayEquals(
        new double[] {1, 1, 3, 2, 2, 0}, apply(ConvTranspose.of(1, 1, 3).step(2).more(1), x));
  }

  @Test
  void aDepthwiseOutputSeesItsChannelAlone() {
    var x = Tensor.of(new double[] {1, 10, 2, 20, 3, 30}, Shape.of(1, 3, 2));
    assertArrayEquals(new double[] {3, 30, 5, 50}, apply(DepthwiseConv.of(1, 2), x));
  }

  @Test
  void parametersHaveTheirChannelsLast() {
    var weights = Conv.of(2, 8, 3).groups(2).build(Shape.of(5, 5, 4), 1).variables();
    assertEquals(Shape.of(3, 3, 2, 8), Objects.requireNonNull(weights.get("weight")).shape());
    var transposed = ConvTranspose.of(2, 8, 3).groups(2).build(Shape.of(5, 5, 4), 1).variables();
    assertEquals(Shape.of(3, 3, 4, 4), Objects.requireNonNull(transposed.get("weight")).shape());
    var separable = SeparableConv.of(1, 7, 3).build(Shape.of(5, 4), 1).variables();
    assertEquals(
        Shape.of(1, 4, 7), Objects.requireNonNull(separable.get("pointwise.weight")).shape());
  }

  @Test
  void samplesThatDoNotFitAreNamed() {
    var wrongRank =
        assertThrows(ShapeException.class, () -> Conv.of(2, 8, 3).build(Shape.of(28, 28), 1));
    assertEquals(
        "Conv: needs samples of 2 axes and channels, but a sample is [28, 28]; a Reshape layer may"
            + " be missing",
        wrongRank.getMessage());
    var tooSmall =
        assertThrows(ShapeException.class, () -> Conv.of(1, 8, 3).build(Shape.of(2, 1), 1));
    assertEquals(
        "convolution: a window of 3, step 1 does not fit into axis 1 of [2, 2, 1], which has 2"
            + " elements",
        tooSmall.getMessage());
    var groups =
        assertThrows(
            ShapeException.class, () -> Conv.of(1, 4, 3).groups(2).build(Shape.of(9, 3), 1));
    assertEquals(
        "Conv: 2 groups do not divide 3 channels; a sample is [9, 3]", groups.getMessage());
  }

  @Test
  void impossibleLayersAreRefused() {
    var outputs = assertThrows(IllegalArgumentException.class, () -> Conv.of(2, 3, 3).groups(2));
    assertEquals(
        "Conv: got 3 outputs in 2 groups; expected 1 or more, and equally many in each group",
        outputs.getMessage());
    var step = assertThrows(IllegalArgumentException.class, () -> Conv.of(2, 3, 3).step(0));
    assertEquals(
        "window: size 3, step 0 and dilation 1 must be at least 1, padding 0 and 0 at least 0",
        step.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Window.of(3, 1).padded(-1));
    var more =
        assertThrows(IllegalArgumentException.class, () -> ConvTranspose.of(1, 3, 3).more(1));
    assertEquals(
        "ConvTranspose: [1] places more at the ends; expected less than the step on each of 1 axes",
        more.getMessage());
  }
}

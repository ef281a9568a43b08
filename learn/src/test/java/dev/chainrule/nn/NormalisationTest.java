package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NormalisationTest {
  private static final TensorType TWO = new TensorType(Shape.of(2), DType.F64);

  private static Tensor batch(double... values) {
    return Tensor.of(values, Shape.of(values.length / 2, 2));
  }

  @Test
  void keepTheContract() {
    LayerContract.check(LayerNorm.lastAxis(), 5);
    LayerContract.check(new LayerNorm(2, 1e-3), 3, 4);
    LayerContract.check(RmsNorm.lastAxis(), 3, 5);
    LayerContract.check(BatchNorm.standard(), 3);
    LayerContract.check(BatchNorm.standard(), 4, 3, 2);
    LayerContract.check(GroupNorm.of(2), 3, 4);
    LayerContract.check(new GroupNorm(1, 1e-3, false), 3, 2, 4);
    LayerContract.check(new InstanceNorm(1e-3, true), 4, 3);
    LayerContract.check(InstanceNorm.standard(), 3, 2, 2);
    LayerContract.check(new BatchNorm(OptionalDouble.empty(), 1e-3, false), 2, 3);
  }

  @Test
  void layerNormGivesEachSampleMeanZeroAndVarianceOne() {
    var result = new LayerNorm(1, 0).build(TWO, DType.F64, 1).apply(batch(1, 3, -10, 30));
    assertArrayEquals(new double[] {-1, 1, -1, 1}, result.toDoubleArray(), 1e-12);
  }

  @Test
  void rmsNormKeepsTheRatios() {
    var result = new RmsNorm(1, 0).build(TWO, DType.F64, 1).apply(batch(1, 7));
    assertArrayEquals(new double[] {0.2, 1.4}, result.toDoubleArray(), 1e-12);
  }

  @Test
  void batchNormGivesEachChannelMeanZeroAndVarianceOne() {
    var network = new BatchNorm(OptionalDouble.of(0.1), 0, true).build(TWO, DType.F64, 1);
    var result = network.apply(batch(1, 10, 3, 30));
    assertArrayEquals(new double[] {-1, -1, 1, 1}, result.toDoubleArray(), 1e-12);
  }

  @Test
  void groupNormScalesGroupsAndInstanceNormSingleChannels() {
    var image = Tensor.of(new double[] {1, 2, 30, 40, 3, 4, 10, 20}, Shape.of(1, 2, 4));
    var sample = new TensorType(Shape.of(2, 4), DType.F64);
    var groups = new GroupNorm(2, 0, true).build(sample, DType.F64, 1).apply(image);
    double root = Math.sqrt(1.25);
    double[] expected = {-1.5, -0.5, 0.5, 1.5, 0.5, 1.5, -1.5, -0.5};
    assertArrayEquals(expected, groups.mul(root).toDoubleArray(), 1e-12);
    var single = new InstanceNorm(0, true).build(sample, DType.F64, 1).apply(image);
    assertArrayEquals(new double[] {-1, -1, 1, 1, 1, 1, -1, -1}, single.toDoubleArray(), 1e-12);
  }

  @Test
  void groupsThatDoNotDivideTheChannelsAreRefused() {
    var thrown = assertThrows(ShapeException.class, () -> GroupNorm.of(3).build(Shape.of(2, 4), 1));
    assertEquals(
        "GroupNorm: 3 groups do not divide 4 channels; a sample is [2, 4]", thrown.getMessage());
  }

  @Test
  void runningNumbersMoveTowardsTheBatchAndAreTakenInUse() {
    var network = new BatchNorm(OptionalDouble.of(0.5), 0, true).build(TWO, DType.F64, 1);
    network.apply(batch(1, 10, 3, 30));
    assertArrayEquals(new double[] {1, 10}, values(network, "mean"), 1e-12);
    // half of 1 and half of the variances 2 and 200, divided by n − 1
    assertArrayEquals(new double[] {1.5, 100.5}, values(network, "variance"), 1e-12);
    var result = network.predict(batch(1, 10));
    assertArrayEquals(new double[] {0, 0}, result.toDoubleArray(), 1e-12);
  }

  @Test
  void withoutMomentumRunningNumbersAreMeansOverAllBatches() {
    var network = new BatchNorm(OptionalDouble.empty(), 0, true).build(TWO, DType.F64, 1);
    network.apply(batch(1, 1, 3, 3));
    network.apply(batch(5, 5, 7, 7));
    assertArrayEquals(new double[] {4, 4}, values(network, "mean"), 1e-12);
    assertArrayEquals(new double[] {2, 2}, values(network, "variance"), 1e-12);
  }

  @Test
  void aBatchOfOneLeavesRunningNumbersAlone() {
    var network = BatchNorm.standard().build(TWO, DType.F64, 1);
    network.apply(batch(5, 7));
    assertArrayEquals(new double[] {0, 0}, values(network, "mean"));
    assertArrayEquals(new double[] {1, 1}, values(network, "variance"));
  }

  private static double[] values(Network network, String name) {
    return Objects.requireNonNull(network.variables().get(name)).value().toDoubleArray();
  }

  @Test
  void otherFeaturesThanAtBuildingAreRefused() {
    var network = Sequential.of(LayerNorm.lastAxis()).build(Shape.of(2), 1);
    var wrong = Tensor.zeros(Shape.of(4, 3), DType.F32);
    var thrown = assertThrows(ShapeException.class, () -> network.apply(wrong));
    assertEquals(
        "LayerNorm \"0\": input's last axes must be [2], for which the layer was built; input is"
            + " [4, 3]",
        thrown.getMessage());
  }

  @Test
  void moreAxesThanASampleHasAreRefused() {
    var thrown =
        assertThrows(ShapeException.class, () -> new LayerNorm(2, 0).build(Shape.of(3), 1));
    assertEquals("LayerNorm: normalises 2 axes, but a sample has 1: [3]", thrown.getMessage());
  }
}

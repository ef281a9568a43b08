package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import org.junit.jupiter.api.Test;

class WeightNormTest {

  @Test
  void keepsTheContract() {
    LayerContract.check(new WeightNorm(Dense.of(3)), 4);
    LayerContract.check(new WeightNorm(Dense.of(2).withoutBias()), 3, 4);
  }

  @Test
  void beginsAsTheInnerLayerAndScalesDirections() {
    var sample = new TensorType(Shape.of(2), DType.F64);
    var network = new WeightNorm(Dense.of(1)).build(sample, DType.F64, 1);
    var block = network.block("");
    block.variable("direction").assign(Tensor.of(new double[] {3, 4}, Shape.of(2, 1)));
    block.variable("length").assign(Tensor.of(new double[] {10}, Shape.of(1)));
    var result = network.apply(Tensor.of(new double[] {1, 1}, Shape.of(1, 2)));
    assertArrayEquals(new double[] {14}, result.toDoubleArray(), 1e-12);
  }

  @Test
  void lengthsAreInitiallyThoseOfTheDirections() {
    var network = new WeightNorm(Dense.of(3)).build(Shape.of(4), 1);
    var block = network.block("");
    var direction = block.variable("direction").value();
    double[] lengths = direction.mul(direction).sum(0).sqrt().toDoubleArray();
    assertArrayEquals(lengths, block.variable("length").value().toDoubleArray(), 1e-6);
  }
}

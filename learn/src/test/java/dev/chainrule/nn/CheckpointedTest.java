package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Gradients;
import org.junit.jupiter.api.Test;

class CheckpointedTest {
  private static final Layer BLOCK =
      Sequential.of(Dense.of(6), BatchNorm.standard(), Activation.TANH, new Dropout(0.3));

  @Test
  void keepsTheContract() {
    LayerContract.check(new Checkpointed(Sequential.of(Dense.of(3), Activation.TANH)), 3);
    LayerContract.check(new Checkpointed(new Dropout(0.5)), 8);
  }

  @Test
  void variablesNamesAndNumbersAreThoseOfTheLayerAlone() {
    var x = RandomKey.of(3).normal(Shape.of(5, 4));
    var plain = Sequential.of(BLOCK, Dense.of(2)).build(Shape.of(4), 1);
    var again = Sequential.of(new Checkpointed(BLOCK), Dense.of(2)).build(Shape.of(4), 1);
    var expected = gradients(plain, x);
    var found = Mode.TRAINING.during(() -> gradients(again, x));
    assertEquals(plain.variables().keySet(), again.variables().keySet());
    plain
        .variables()
        .forEach((name, variable) -> {
          var other = again.variables().get(name);
          assertArrayEquals(variable.value().toDoubleArray(), other.value().toDoubleArray(), name);
          if (variable.trainable()) {
            assertArrayEquals(
                expected.of(variable).toDoubleArray(), found.of(other).toDoubleArray(), name);
          }
        });
    assertArrayEquals(plain.predict(x).toDoubleArray(), again.predict(x).toDoubleArray());
  }

  private static Gradients gradients(Network network, Tensor x) {
    return network.apply(x).exp().mean().backward();
  }

  @Test
  void furtherInputsReachTheLayer() {
    var type = new TensorType(Shape.of(3, 4), DType.F32);
    Layer distance = _ -> (Joint) (x, more) -> x.sub(more[0]).abs();
    var network = new Checkpointed(distance).build(java.util.List.of(type, type), DType.F32, 1);
    var a = Tensor.ones(Shape.of(2, 3, 4), DType.F32).tracked();
    var result = network.apply(a, a.detach().mul(3));
    assertEquals(2, result.get(1, 2, 3));
    assertEquals(-1, result.sum().backward().of(a).get(0, 0, 0));
  }
}

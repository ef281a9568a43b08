package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Loops;
import dev.chainrule.op.CrossEntropy;
import dev.chainrule.op.MatMul;
import org.junit.jupiter.api.Test;

/// A program for inputs of other shapes is planned anew, from loops that are there already.
class OtherShapesTest {
  private static Tensor[] batch(int size) {
    var key = RandomKey.of(size);
    return new Tensor[] {key.normal(Shape.of(size, 30)), key.integers(Shape.of(size), 0, 20)};
  }

  @Test
  void anotherBatchSizeNeedsNoNewLoops() {
    var weight = Variable.of(RandomKey.of(1).normal(Shape.of(30, 20)));
    var bias = Variable.of(Tensor.zeros(Shape.of(20), DType.F32));
    Program<Tensor> step =
        Program.compile((Tensor x, Tensor labels) -> {
          var hidden = MatMul.of(x, weight.value()).add(bias.value()).tanh();
          var loss = CrossEntropy.of(hidden, labels).add(hidden.mul(hidden).mean());
          var gradients = loss.backward();
          weight.assign(weight.value().sub(gradients.of(weight).mul(0.1)));
          bias.assign(bias.value().sub(gradients.of(bias).mul(0.1)));
          return loss;
        });
    assertTrue(step.explain(batch(64)).contains(" classes generated"), step.explain(batch(64)));
    step.run(batch(64));
    int loops = Loops.kernels();
    for (int size : new int[] {50, 32, 7, 17}) {
      step.run(batch(size));
      assertEquals(loops, Loops.kernels(), "loops after a batch of " + size);
    }
  }
}

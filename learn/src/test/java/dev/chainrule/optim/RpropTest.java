package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class RpropTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(Rprop.of(1e-2));
    OptimizerContract.check(new Rprop(0.02, 0.4, 1.3, 1e-4, 0.05));
  }

  @Test
  void stepsGrowUpToTheLargestWhileTheSignStays() {
    var rule = new Rprop(0.1, 0.5, 2, 0.01, 0.3);
    OptimizerContract.follows(rule, 1000, 0.9, 0.7, 0.4, 0.1);
    OptimizerContract.follows(rule, 1e-3, 0.9, 0.7, 0.4, 0.1);
  }

  @Test
  void aTurnedSignShrinksTheStepAndWaits() {
    var weight = Variable.of(Tensor.of(new double[] {1}, Shape.of(1)));
    var optimizer = new Rprop(0.2, 0.5, 2, 1e-3, 1).over(List.of(weight));
    double[] gradients = {1, -1, -1, -1, 0, 1};
    double[] expected = {0.8, 0.8, 0.9, 1.1, 1.1, 0.9};
    for (int step = 0; step < gradients.length; step++) {
      var gradient = Tensor.of(new double[] {gradients[step]}, Shape.of(1));
      optimizer.step(new ParameterGradients(List.of(weight), List.of(gradient)));
      assertArrayEquals(
          new double[] {expected[step]}, weight.value().toDoubleArray(), 1e-12, "step " + step);
    }
  }

  @Test
  void impossibleFactorsAndBoundsAreRefused() {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> new Rprop(0.1, 0.5, 0.9, 1e-6, 50));
    assertEquals("Rprop: grow is 0.9; expected a number of 1.0 or more", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Rprop(0.1, 1, 1.2, 1e-6, 50));
    assertThrows(IllegalArgumentException.class, () -> new Rprop(0.1, 0.5, 1.2, 1, 0.5));
    assertThrows(IllegalArgumentException.class, () -> Rprop.of(0));
  }
}

package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SgdTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(Sgd.of(0.1));
    OptimizerContract.check(Sgd.of(0.05).momentum(0.9));
    OptimizerContract.check(Sgd.of(0.05).nesterov(0.9));
    OptimizerContract.check(Sgd.of(0.1).momentum(0.8).dampening(0.3).decay(Decay.l2(0.01)));
  }

  @Test
  void goesAgainstTheGradient() {
    OptimizerContract.follows(Sgd.of(0.1), 2, 0.8, 0.6, 0.4);
  }

  @Test
  void momentumGathersSpeed() {
    // v = 2, 3.8, 5.42
    OptimizerContract.follows(Sgd.of(0.1).momentum(0.9), 2, 0.8, 0.42, -0.122);
  }

  @Test
  void nesterovLooksAhead() {
    // g + 0.9 v = 3.8, 5.42, 6.878
    OptimizerContract.follows(Sgd.of(0.1).nesterov(0.9), 2, 0.62, 0.078, -0.6098);
  }

  @Test
  void dampeningSparesTheFirstStep() {
    // v = 2, then 0.5 · 2 + 0.75 · 2 = 2.5, then 0.5 · 2.5 + 1.5 = 2.75
    var rule = Sgd.of(0.1).momentum(0.5).dampening(0.25);
    OptimizerContract.follows(rule, 2, 0.8, 0.55, 0.275);
  }

  @Test
  void plainDescentRoundsProductAndDifferenceOnce() {
    float weight = 0.1f;
    float gradient = 1.2345678f;
    var variable = Variable.of(Tensor.of(new float[] {weight}, Shape.of(1))).named("w");
    var gradients =
        new ParameterGradients(
            List.of(variable), List.of(Tensor.of(new float[] {gradient}, Shape.of(1))));
    Sgd.of(0.3).over(List.of(variable)).step(gradients);
    assertEquals(weight - 0.3f * gradient, variable.value().toFloatArray()[0]);
  }

  @Test
  void nesterovWithoutMomentumIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Sgd.of(0.1).nesterov(0));
    assertEquals(
        "Sgd: Nesterov's momentum needs a momentum above 0 and dampening 0, got 0.0 and 0.0",
        thrown.getMessage());
  }

  @Test
  void aNegativeRateIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Sgd.of(-0.1));
    assertEquals("Sgd: rate is -0.1; expected a number of 0 or more", thrown.getMessage());
  }
}

package dev.chainrule.optim;

import org.junit.jupiter.api.Test;

class AdadeltaTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(Adadelta.of(1));
    OptimizerContract.check(new Adadelta(0.5, 0.8, 1e-4, Decay.l2(0.01)));
  }

  @Test
  void stepsStartSmallAndGrow() {
    // v = 2, u = 0: d = √0.5 / √2.5 · 2 = 0.8944272; u = 0.4, v = 3: d = √0.9 / √3.5 · 2
    var rule = new Adadelta(1, 0.5, 0.5, Decay.none());
    OptimizerContract.follows(rule, 2, 0.1055728, -0.9086123);
  }
}

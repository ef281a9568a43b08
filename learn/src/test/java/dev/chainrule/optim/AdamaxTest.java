package dev.chainrule.optim;

import org.junit.jupiter.api.Test;

class AdamaxTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(Adamax.of(1e-2));
    OptimizerContract.check(new Adamax(0.01, 0.8, 0.9, 1e-8, Decay.l2(0.05)));
  }

  @Test
  void aSteadyGradientMovesByTheRate() {
    OptimizerContract.follows(Adamax.of(0.1), -3, 1.1, 1.2, 1.3);
  }
}

package dev.chainrule.optim;

import org.junit.jupiter.api.Test;

class RmsPropTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(RmsProp.of(0.01));
    OptimizerContract.check(RmsProp.of(0.01).alpha(0.9).momentum(0.9).decay(Decay.l2(0.01)));
    OptimizerContract.check(RmsProp.of(0.02).withCentring());
  }

  @Test
  void theFirstStepIsTenRates() {
    // v = 0.01 · 4, so 0.01 · 2 / 0.2; then v = 0.0796
    OptimizerContract.follows(RmsProp.of(0.01), 2, 0.9, 0.8291119);
  }

  @Test
  void centringDividesByTheDeviation() {
    // v = 0.5 · 4 = 2, a = 0.5 · 2 = 1: √(2 − 1) = 1
    OptimizerContract.follows(RmsProp.of(0.1).alpha(0.5).withCentring(), 2, 0.8);
  }

  @Test
  void momentumAddsUpRatios() {
    // ratios 2 / √2 and 2 / √3; b = 1.4142136, then 0.5 b + 1.1547005
    var rule = RmsProp.of(0.1).alpha(0.5).momentum(0.5);
    OptimizerContract.follows(rule, 2, 0.8585786, 0.6723979);
  }
}

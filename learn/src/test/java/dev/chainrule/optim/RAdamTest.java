package dev.chainrule.optim;

import org.junit.jupiter.api.Test;

class RAdamTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(RAdam.of(1e-2));
    OptimizerContract.check(new RAdam(0.01, 0.8, 0.9, 1e-8, Decay.l2(0.01)));
  }

  @Test
  void theFirstStepsAreThoseOfMomentum() {
    // corrected, the running mean of a steady gradient is the gradient
    OptimizerContract.follows(RAdam.of(0.1), 2, 0.8, 0.6, 0.4, 0.2, 0);
  }

  @Test
  void laterStepsAreDividedByTheRootMeanSquare() {
    // β₂ = 0.9: ρ∞ = 19, and ρ is 5.39 in step 6, above 5 for the first time
    var rule = new RAdam(0.1, 0.9, 0.9, 0, Decay.none());
    double most = 19;
    double power = Math.pow(0.9, 6);
    double now = most - 2 * 6 * power / (1 - power);
    double s = Math.sqrt((now - 4) * (now - 2) * most / ((most - 4) * (most - 2) * now)) / 2;
    OptimizerContract.follows(rule, 2, 0.8, 0.6, 0.4, 0.2, 0, -0.1 * 2 * s);
  }
}

package dev.chainrule.optim;

import org.junit.jupiter.api.Test;

class LionTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(Lion.of(1e-2));
    OptimizerContract.check(new Lion(0.01, 0.5, 0.9, Decay.decoupled(0.1)));
  }

  @Test
  void everyStepHasTheSizeOfTheRate() {
    OptimizerContract.follows(Lion.of(0.1), 1000, 0.9, 0.8, 0.7);
    OptimizerContract.follows(Lion.of(0.1), -1e-6, 1.1, 1.2, 1.3);
    OptimizerContract.follows(Lion.of(0.1), 0, 1, 1);
  }

  @Test
  void decayIsScaledByTheRate() {
    // w (1 − 0.1 · 0.5) − 0.1
    OptimizerContract.follows(Lion.of(0.1).decay(Decay.decoupled(0.5)), 3, 0.85, 0.7075);
  }
}

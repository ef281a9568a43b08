package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AdamTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(Adam.of(1e-2));
    OptimizerContract.check(Adam.of(1e-2).betas(0, 0.5).epsilon(1e-6));
    OptimizerContract.check(Adam.of(1e-2).withAmsgrad().decay(Decay.decoupled(0.01)));
  }

  @Test
  void aSteadyGradientMovesByTheRateWhateverItsSize() {
    OptimizerContract.follows(Adam.of(0.1), 1000, 0.9, 0.8, 0.7);
    OptimizerContract.follows(Adam.of(0.1), -0.5, 1.1, 1.2, 1.3);
  }

  @Test
  void epsilonDampsSmallGradients() {
    // √v corrected is 1, so each step is 0.1 · 1 / (1 + 1)
    OptimizerContract.follows(Adam.of(0.1).epsilon(1), 1, 0.95, 0.9, 0.85);
  }

  @Test
  void decoupledDecayDoesNotPassThroughTheDivisor() {
    // w (1 − 0.1 · 0.5) − 0.1
    var rule = Adam.of(0.1).decay(Decay.decoupled(0.5));
    OptimizerContract.follows(rule, 3, 0.85, 0.7075);
  }

  @Test
  void coupledDecayIsPartOfTheGradient() {
    // the sign of g + 0.5 w decides, and the size does not matter
    OptimizerContract.follows(Adam.of(0.1).decay(Decay.l2(0.5)), 0, 0.9);
  }

  @Test
  void aShareOfOneIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Adam.of(0.1).betas(0.9, 1));
    assertEquals("Adam: beta2 is 1.0; expected 0 or more and below 1", thrown.getMessage());
  }
}

package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DecayTest {
  @Test
  void theSquaredPenaltyPullsInProportion() {
    // g = 2 + 0.5 w
    OptimizerContract.follows(Sgd.of(0.1).decay(Decay.l2(0.5)), 2, 0.75, 0.5125);
  }

  @Test
  void theAbsolutePenaltyPullsEvenlyAndLeavesZeroAlone() {
    OptimizerContract.follows(Sgd.of(0.25).decay(Decay.l1(2)), 0, 0.5, 0, 0);
  }

  @Test
  void decoupledDecayShrinksBeforeTheStep() {
    // w (1 − 0.1 · 0.5) − 0.1 · 2
    OptimizerContract.follows(Sgd.of(0.1).decay(Decay.decoupled(0.5)), 2, 0.75, 0.5125);
  }

  @Test
  void severalAddUp() {
    var both = Decay.l1(0.5).and(Decay.l2(0.25)).and(Decay.l2(0.25));
    assertEquals(new Decay(0.5, 0.5, 0), both);
    // g = 0.5 w + 0.5
    OptimizerContract.follows(Sgd.of(0.1).decay(both), 0, 0.9);
  }

  @Test
  void aNegativePenaltyIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Decay.l1(-1));
    assertEquals("Decay: l1 is -1.0; expected a number of 0 or more", thrown.getMessage());
  }
}

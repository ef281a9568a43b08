package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NAdamTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(NAdam.of(1e-2));
    OptimizerContract.check(new NAdam(0.01, 0.5, 0.9, 1e-6, 0.1, Decay.l2(0.01)));
    OptimizerContract.check(NAdam.of(1e-2).decay(Decay.decoupled(0.01)));
  }

  @Test
  void theFirstStepMixesGradientAndMeanByTheGrowingMomentum() {
    // without growth μ = β₁/2 = 0.25 in every step, m = 0.5 g, and √(v / (1 − β₂)) = |g|
    var rule = new NAdam(0.1, 0.5, 0.9, 0, 0, Decay.none());
    double first = 0.1 * (1 + 0.25 / (1 - 0.25 * 0.25) * 0.5);
    double product = 0.25 * 0.25;
    double second = 0.1 * (0.75 / (1 - product) + 0.25 / (1 - product * 0.25) * 0.75);
    OptimizerContract.follows(rule, 3, 1 - first, 1 - first - second);
  }

  @Test
  void growthBelowZeroIsRefused() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> new NAdam(0.1, 0.9, 0.999, 1e-8, -1, Decay.none()));
    assertEquals("NAdam: growth is -1.0; expected a number of 0 or more", thrown.getMessage());
  }
}

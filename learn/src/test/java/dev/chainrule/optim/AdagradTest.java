package dev.chainrule.optim;

import org.junit.jupiter.api.Test;

class AdagradTest {
  @Test
  void keepsTheContract() {
    OptimizerContract.check(Adagrad.of(0.1));
    OptimizerContract.check(Adagrad.of(0.1).slowing(0.1).initial(0.5).decay(Decay.l2(0.01)));
  }

  @Test
  void stepsShrinkWithTheRootOfTheirNumber() {
    // 0.1 / √1, 0.1 / √2, 0.1 / √3
    OptimizerContract.follows(Adagrad.of(0.1), 2, 0.9, 0.8292893, 0.7715543);
  }

  @Test
  void theRateFallsByItself() {
    // the second step is 0.1 / (1 + 1) / √2
    OptimizerContract.follows(Adagrad.of(0.1).slowing(1), 2, 0.9, 0.8646447);
  }
}

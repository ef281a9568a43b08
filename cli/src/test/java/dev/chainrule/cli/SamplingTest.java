package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplingTest {
  /// Probabilities 0.5, 0.25 and 0.25 at a temperature of 1.
  private static final double[] SCORES = {Math.log(2), 0, 0};

  @Test
  void placesAreSharedOutByProbability() {
    var plain = new Sampling(1, 3);
    assertEquals(0, plain.draw(SCORES, 0));
    assertEquals(0, plain.draw(SCORES, 0.499));
    assertEquals(1, plain.draw(SCORES, 0.501));
    assertEquals(1, plain.draw(SCORES, 0.749));
    assertEquals(2, plain.draw(SCORES, 0.751));
    assertEquals(2, plain.draw(SCORES, Math.nextDown(1)));
  }

  @Test
  void aLowTemperatureMakesTheLikeliestLikelier() {
    // Half the temperature squares the ratios: 4 to 1 to 1.
    var cold = new Sampling(0.5, 3);
    assertEquals(0, cold.draw(SCORES, 0.66));
    assertEquals(1, cold.draw(SCORES, 0.67));
    assertEquals(0, new Sampling(1e-300, 3).draw(SCORES, Math.nextDown(1)));
    assertEquals(1, new Sampling(1e300, 3).draw(SCORES, 0.34));
  }

  @Test
  void onlyTheLikeliestMayBeDrawn() {
    var scores = new double[] {0, 3, 1, 2};
    assertEquals(1, new Sampling(1, 1).draw(scores, Math.nextDown(1)));
    assertEquals(3, new Sampling(1, 2).draw(scores, Math.nextDown(1)));
    assertEquals(1, new Sampling(1, 2).draw(scores, 0));
    assertEquals(3, new Sampling(1, 99).draw(scores, Math.nextDown(1)));
  }

  @Test
  void impossibleNumbersAreRefused() {
    var error = assertThrows(IllegalArgumentException.class, () -> new Sampling(0, 1));
    assertEquals("--temperature: is 0.0; expected a number above 0", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Sampling(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Sampling(1, 0));
  }
}

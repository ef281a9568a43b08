package dev.chainrule.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScoreTest {
  private static Score error(double value) {
    return new Score("mean squared error", value, Score.Kind.ERROR);
  }

  @Test
  void sharesReadInPercent() {
    assertEquals("accuracy 97.93 %", new Score("accuracy", 0.9793, Score.Kind.SHARE).toString());
  }

  @Test
  void errorsReadWithFiveDigits() {
    assertEquals("0.012345", error(0.0123451).text());
    assertEquals("1.2346", error(1.23456).text());
    assertEquals("123.46", error(123.456).text());
    assertEquals("4.8123e+09", error(4812345678.9).text());
    assertEquals("0.0000", error(0).text());
    assertEquals("1.2346e-07", error(1.23456e-7).text());
  }

  @Test
  void moreIsBetterForSharesAndLessForErrors() {
    var low = new Score("accuracy", 0.5, Score.Kind.SHARE);
    var high = new Score("accuracy", 0.6, Score.Kind.SHARE);
    assertTrue(high.isBetterThan(low));
    assertFalse(low.isBetterThan(low));
    assertTrue(error(1).isBetterThan(error(2)));
    assertFalse(error(Double.NaN).isBetterThan(error(2)));
    assertTrue(
        new Score("R²", 0.1, Score.Kind.COEFFICIENT)
            .isBetterThan(new Score("R²", -1, Score.Kind.COEFFICIENT)));
  }
}

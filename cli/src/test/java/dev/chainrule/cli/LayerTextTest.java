package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.learn.Chainrule;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.Sequential;
import org.junit.jupiter.api.Test;

class LayerTextTest {
  @Test
  void layersAreReadWithAndWithoutCommas() {
    var expected =
        Sequential.of(
            Chainrule.flatten(), Chainrule.dense(128), Activation.RELU, Chainrule.dense(10));
    assertEquals(expected, LayerText.parse("flatten, dense 128 relu, dense 10"));
    assertEquals(expected, LayerText.parse("  Flatten dense 128,relu dense 10 "));
  }

  @Test
  void aMisspeltLayerIsAnsweredWithTheNearest() {
    assertMessage("--layers: there is no layer \"dens\"; the nearest name is \"dense\"", "dens 3");
  }

  @Test
  void aLayerWithoutItsNumberSaysHowItIsWritten() {
    assertMessage("--layers: dense got 0 numbers; it is written \"dense 128\"", "dense, relu");
    assertMessage("--layers: relu got 1 numbers; it is written \"relu\"", "relu 3");
  }

  @Test
  void sizesAreWholeNumbersAboveZero() {
    assertMessage("--layers: dense got 0.5; it takes a whole number above 0", "dense 0.5");
    assertMessage("--layers: dense got -3.0; it takes a whole number above 0", "dense -3");
  }

  @Test
  void anEmptyTextIsNoNetwork() {
    assertThrows(IllegalArgumentException.class, () -> LayerText.parse(" "));
  }

  private static void assertMessage(String message, String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> LayerText.parse(text));
    assertEquals(message, error.getMessage());
  }
}

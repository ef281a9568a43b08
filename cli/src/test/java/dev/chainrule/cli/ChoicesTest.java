package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoicesTest {
  private static final Choices<Integer> CHOICES =
      new Choices<>("--meal", "dish", Map.of("soup", 1, "ice-cream", 2));

  @Test
  void capitalsAndHyphensDoNotMatter() {
    assertEquals(2, CHOICES.get("IceCream"));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    var error = assertThrows(IllegalArgumentException.class, () -> CHOICES.get("soap"));
    assertEquals(
        "--meal: there is no dish \"soap\"; the nearest name is \"soup\"", error.getMessage());
  }

  @Test
  void editsCountInsertedRemovedAndChangedLetters() {
    assertEquals(0, Choices.edits("tanh", "tanh"));
    assertEquals(1, Choices.edits("tan", "tanh"));
    assertEquals(3, Choices.edits("kitten", "sitting"));
    assertEquals(4, Choices.edits("", "sqrt"));
  }
}

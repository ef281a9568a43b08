package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CharacterVocabularyTest {
  private static final CharacterVocabulary HELLO = CharacterVocabulary.of("hello");

  @Test
  void charactersAreNumberedInTheOrderOfUnicode() {
    assertEquals("ehlo", HELLO.characters());
    assertEquals(4, HELLO.size());
    assertArrayEquals(new int[] {1, 3, 2, 0}, HELLO.encode("hole"));
    assertEquals("hole", HELLO.decode(1, 3, 2, 0));
  }

  @Test
  void aCharacterOutsideTheBasicPlaneIsOneCharacter() {
    var vocabulary = CharacterVocabulary.of("a😀b😀");
    assertEquals(3, vocabulary.size());
    assertArrayEquals(new int[] {2, 0, 1}, vocabulary.encode("😀ab"));
    assertEquals("b😀", vocabulary.decode(1, 2));
  }

  @Test
  void anUnknownCharacterIsNamedWithItsPlace() {
    assertMessage(
        "CharacterVocabulary: there is no \"x\", at place 3 of the text, among 4 characters: e h l"
            + " o",
        () -> HELLO.encode("hexe"));
    assertMessage(
        "CharacterVocabulary: there is no U+000A, at place 1 of the text, among 2 characters:"
            + " U+0020 a",
        () -> CharacterVocabulary.of("a a").encode("\n"));
  }

  @Test
  void allUnknownCharactersAreNamedOnce() {
    assertEquals("\"x\", U+0020, \"😀\"", HELLO.unknown("hex 😀x"));
    assertEquals("", HELLO.unknown("hello"));
  }

  @Test
  void aNumberOutsideIsRefused() {
    assertMessage("CharacterVocabulary: number 4 is outside 0..3", () -> HELLO.decode(0, 4));
    assertMessage("CharacterVocabulary: number -1 is outside 0..3", () -> HELLO.decode(-1));
  }

  @Test
  void charactersOutOfOrderAndNoneAtAllAreRefused() {
    assertMessage(
        "CharacterVocabulary: \"b\" stands before \"a\"; expected each character once, in order",
        () -> new CharacterVocabulary("ba"));
    assertMessage("CharacterVocabulary: has no character", () -> CharacterVocabulary.of(""));
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}

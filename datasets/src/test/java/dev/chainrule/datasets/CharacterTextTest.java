package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.ChainruleException;
import dev.chainrule.Shape;
import dev.chainrule.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CharacterTextTest {
  private static final CharacterText ALPHABET =
      CharacterText.of("alphabet", "abcdefghijklmnopqrstABCDEFGHIJKLMNOPQRST");

  @TempDir private Path folder;

  @Test
  void everyWindowIsFollowedByItsNextCharacter() {
    var train = ALPHABET.train(4);
    assertEquals(36 - 4, train.size());
    assertEquals(Shape.of(4), train.inputShape());
    assertEquals("cdef", text(train.rows(2), false));
    assertEquals("defg", text(train.rows(2), true));
    assertEquals("MNOP", text(train.rows(31), true), "up to the last of the first nine tenths");
  }

  @Test
  void whatJudgesIsTheLastTenthOnce() {
    var test = CharacterText.of("long", ALPHABET.text().repeat(3)).test(5);
    assertEquals(2, test.size());
    assertEquals("IJKLMNOPQR", text(test, false));
    assertEquals("JKLMNOPQRS", text(test, true));
  }

  @Test
  void aFileIsReadAsUtf8() throws IOException {
    var file = Files.writeString(folder.resolve("text.txt"), "Grüße, Grüße, Grüße");
    assertEquals(" ,Gerßü", CharacterText.read(file).vocabulary().characters());
    assertEquals(19, CharacterText.read(file).length());
  }

  @Test
  void textsThatAreTooShortAreRefused() throws IOException {
    assertMessage(
        "alphabet: has 40 characters, and a part of 4 is too short for windows of 4; needs a longer"
            + " text",
        () -> ALPHABET.test(4));
    var empty = Files.writeString(folder.resolve("empty.txt"), "");
    assertMessage(
        empty + ": is empty; a text needs characters to learn from",
        () -> CharacterText.read(empty));
    assertMessage(
        "nowhere.txt: cannot be read: no such file",
        () -> CharacterText.read(Path.of("nowhere.txt")));
  }

  private static String text(Dataset windows, boolean targets) {
    var numbers = targets ? windows.targets() : windows.inputs();
    return ALPHABET.vocabulary().decode(numbers.toIntArray());
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(ChainruleException.class, call).getMessage());
  }
}

package dev.chainrule.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void theNewContentReplacesTheOld() throws IOException {
    Path file = folder.resolve("new/deep/a.json");
    AtomicFile.write(file, "old and long");
    AtomicFile.write(file, "né");
    assertEquals("né", Files.readString(file));
    assertEquals(List.of("a.json"), names(file.resolveSibling(".")));
  }

  @Test
  void failingHalfWayLeavesTheOldContentAndNothingElse() throws IOException {
    Path file = folder.resolve("a.json");
    AtomicFile.write(file, "old");
    var failed =
        assertThrows(
            UncheckedIOException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals(
        "file: " + file + ": cannot be written: No space left on device", failed.getMessage());
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                _ -> {
                  throw new IllegalStateException("a bug of the caller");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.json"), names(folder));
  }

  @Test
  void aFolderOrAFileInTheWayIsNamed() throws IOException {
    Files.writeString(folder.resolve("plain"), "x");
    Path below = folder.resolve("plain/a.json");
    var error = assertThrows(UncheckedIOException.class, () -> AtomicFile.write(below, "x"));
    assertEquals(
        "file: " + below + ": cannot be written: " + below.getParent() + " is a file, not a folder",
        error.getMessage());
    error = assertThrows(UncheckedIOException.class, () -> AtomicFile.write(folder, "x"));
    assertEquals("file: " + folder + ": cannot be written: it is a folder", error.getMessage());
    assertEquals(List.of("plain"), names(folder));
  }

  @Test
  void ofSeveralWritersOneWinsWhole() throws Exception {
    Path file = folder.resolve("a.txt");
    List<Thread> writers = new ArrayList<>();
    for (String letter : List.of("a", "b", "c", "d")) {
      String text = letter.repeat(50_000);
      writers.add(Thread.ofPlatform().start(() -> AtomicFile.write(file, text)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    byte[] found = Files.readAllBytes(file);
    assertEquals(50_000, found.length);
    String text = new String(found, StandardCharsets.UTF_8);
    assertEquals(text.substring(0, 1).repeat(50_000), text);
    assertEquals(List.of("a.txt"), names(folder));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

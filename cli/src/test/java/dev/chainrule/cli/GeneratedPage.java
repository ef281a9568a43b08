package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page of `docs` that a test writes and keeps current.
public final class GeneratedPage {
  private GeneratedPage() {}

  /// Compares a page with what it should say, or writes it if the property `docs` is `write`.
  ///
  /// @param name of the file in `docs`
  public static void check(String name, String text) throws IOException {
    Path page = SourceFiles.ROOT.resolve("docs").resolve(name);
    if (System.getProperty("docs", "").equals("write")) {
      Files.writeString(page, text);
    }
    assertEquals(
        text,
        Files.exists(page) ? Files.readString(page) : "",
        "docs/" + name + " is not current; run this test once with -Ddocs=write");
  }
}

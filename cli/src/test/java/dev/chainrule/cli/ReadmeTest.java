package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs in the README compile as they stand.
class ReadmeTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n// (?<file>\\w+\\.java), a whole file\n.*?```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void itsProgramsCompile() throws IOException {
    var readme = Files.readString(SourceFiles.ROOT.resolve("README.md"));
    var programs = PROGRAM.matcher(readme).results().toList();
    assertFalse(programs.isEmpty());
    for (var program : programs) {
      var text = program.group().replaceAll("```(java)?", "");
      assertEquals("", compile(Files.writeString(folder.resolve(program.group("file")), text)));
    }
  }

  /// Compiles a program as `run` does, and returns what the compiler has to say.
  private String compile(Path file) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    var options =
        List.of(
            "--module-path",
            System.getProperty("java.class.path"),
            "--add-modules",
            "dev.chainrule.datasets",
            "-proc:none",
            "-d",
            folder.toString());
    try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      var sources = files.getJavaFileObjects(file);
      var success = compiler.getTask(messages, files, null, options, null, sources).call();
      return success ? "" : messages.toString();
    }
  }
}

package dev.chainrule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/tour.md` is a program: its pieces compile, and it prints what it promises.
class TourTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theTourRuns() throws IOException, InterruptedException {
    var page = Files.readString(Path.of("../docs/tour.md"));
    var program =
        CODE.matcher(page).results().map(block -> block.group(1)).collect(Collectors.joining("\n"));
    var source = Files.writeString(folder.resolve("Tour.java"), program);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                source.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertEquals(
        """
        tanh'(0.7)  = 0.634740, by differences 0.634740
        tanh''(0.7) = -0.767232
        XOR error after 500 steps is below 0.05: true
        """,
        output.replace("\r\n", "\n"));
  }
}

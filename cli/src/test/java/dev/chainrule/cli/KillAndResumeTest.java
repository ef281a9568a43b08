package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are killed: `.ci/kill-and-resume` does this many times, at random moments.
class KillAndResumeTest {
  private static final List<String> TRAINING =
      List.of(
          ("train iris --epochs 40 --save-every 1 --validation 0.2 --best --schedule plateau"
                  + " --optimizer adamw --layers")
              .split(" ", -1));

  @TempDir private Path folder;

  @Test
  void aTrainingThatWasKilledAndResumedEndsWithTheSameBits() throws Exception {
    var whole = folder.resolve("whole");
    var parts = folder.resolve("parts");
    assertEquals(0, start(whole).waitFor());
    killWhen(start(parts), parts, "checkpoint.safetensors");
    killWhen(start(parts), parts, ".checkpoint.safetensors.");
    assertEquals(0, start(parts).waitFor());
    assertSame(whole, parts, "checkpoint.safetensors");
    assertSame(whole, parts, "model.safetensors");
    assertEquals(List.of(), named(parts, "."), "what was half-written is gone");
  }

  private Process start(Path out) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(TRAINING);
    command.addAll(List.of("dense 16 relu, dropout 0.2, batch-norm, dense 3"));
    command.addAll(List.of("--resume", "--out", out.toString()));
    var log = folder.resolve("log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  /// Kills a process, so that it can do nothing about it, once there is a file that begins like
  /// this.
  private static void killWhen(Process process, Path out, String begins) throws Exception {
    while (named(out, begins).isEmpty() && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
      Thread.onSpinWait();
    }
    process.destroyForcibly().waitFor();
  }

  private static List<String> named(Path out, String begins) {
    var names = out.toFile().list((File _, String name) -> name.startsWith(begins));
    return names == null ? List.of() : List.of(names);
  }

  private static void assertSame(Path whole, Path parts, String file) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)), file);
  }
}

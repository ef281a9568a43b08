package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final String PROGRAM =
      """
      import module dev.chainrule.datasets;

      void main(String[] arguments) throws Exception {
        var answer = ShapeException.class.getModule().getName() + " " + String.join(" ", arguments);
        Files.writeString(Path.of(arguments[0]), answer);
        System.exit(7);
      }
      """;

  @TempDir private Path folder;

  @Test
  void aProgramGetsTheModulesTheArgumentsAndGivesItsExitCode() throws IOException {
    var file = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    var answer = folder.resolve("answer").toString();
    var exitCode = Main.commandLine().execute("run", file.toString(), answer, "--help", "-x");
    assertEquals(
        "dev.chainrule.engine " + answer + " --help -x", Files.readString(Path.of(answer)));
    assertEquals(7, exitCode);
  }

  @Test
  void aProgramTrainsWithModulesAsWithoutThem() throws IOException {
    var program =
        """
        import module dev.chainrule.datasets;
        import static dev.chainrule.learn.Chainrule.*;

        void main() {
          var trainer = Trainer.of(dense(3), crossEntropy(), adam(1e-3)).batch(50);
          System.exit((int) trainer.fit(Datasets.iris()).steps());
        }
        """;
    var file = Files.writeString(folder.resolve("Training.java"), program);
    assertEquals(3, Main.commandLine().execute("run", file.toString()));
  }
}

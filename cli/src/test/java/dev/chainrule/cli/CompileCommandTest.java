package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// What is said about a training step before anything is trained.
class CompileCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aFewLinesTellOfTheWholeStep() {
    run("compile", "iris");
    assertTrue(out.toString().contains("values traced"), out::toString);
    assertTrue(out.toString().contains("bytes of planned memory"), out::toString);
  }

  @Test
  void allKernelsAreShown() {
    run("compile", "iris", "--show");
    assertTrue(
        out.toString().lines().anyMatch(line -> line.startsWith("  matmul ")), out::toString);
  }

  @Test
  void theStepIsComparedWithItsOperations() {
    run("compile", "iris", "--paranoid");
    assertTrue(
        out.toString()
            .endsWith(
                "every rewrite and every kernel gives the bits of the operations it stands for"
                    + System.lineSeparator()),
        out::toString);
  }

  @Test
  void aStepMayBeRoundedFreely() {
    run("compile", "iris", "--round-freely", "--paranoid");
    assertTrue(out.toString().contains("steps may be rounded differently"), out::toString);
    assertTrue(out.toString().contains("every rewrite that keeps bits"), out::toString);
  }

  private void run(String... arguments) {
    var code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    assertEquals(0, code, err::toString);
  }
}

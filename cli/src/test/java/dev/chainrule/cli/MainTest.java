package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutArgumentsTheHelpIsPrinted() {
    assertEquals(0, execute());
    assertTrue(out.toString().startsWith("Usage: chainrule"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void theVersionNamesTheJavaThatRuns() {
    assertEquals(0, execute("--version"));
    assertEquals("chainrule development, Java " + Runtime.version() + "\n", out.toString());
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheNearestOne() {
    assertEquals(2, execute("--verion"));
    assertEquals("chainrule: unknown option --verion; did you mean --version?\n", err.toString());
  }

  @Test
  void anUnknownCommandIsAnsweredWithOneLine() {
    assertEquals(2, execute("fly"));
    assertEquals(
        "chainrule: unknown argument fly; chainrule --help lists what there is\n", err.toString());
  }

  @Test
  void aMissingArgumentNamesTheCommandThatNeedsIt() {
    assertEquals(2, execute("run"));
    assertEquals(
        "chainrule run: missing required parameter: 'FILE.java'; chainrule run --help lists what"
            + " there is\n",
        err.toString());
  }

  @Test
  void aMissingFileIsAProblemOfTheDataNotOfTheUsage() {
    assertEquals(1, execute("run", "Nowhere.java"));
    assertEquals("Nowhere.java: there is no such file or folder\n", err.toString());
  }

  @Test
  void aStackTraceIsPrintedOnlyWhenAskedFor() {
    assertEquals(1, execute("--stacktrace", "run", "Nowhere.java"));
    assertTrue(err.toString().contains("at dev.chainrule.cli.RunCommand.call"), err::toString);
  }

  private int execute(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}

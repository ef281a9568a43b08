package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.NamedTensors;
import dev.chainrule.io.Safetensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckGoldenTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @BeforeEach
  void writeTheCases() throws IOException {
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"cases": [
          {"id": "op/neg_1", "kind": "op", "op": "neg", "attributes": {}, "dtype": "float64",
           "tolerance": {"rtol": 0, "atol": 0}, "file": "neg_1.safetensors"},
          {"id": "op/conv2d_1", "kind": "op", "op": "unheard_of", "attributes": {},
           "dtype": "float64", "file": "neg_1.safetensors"}]}
        """);
    write(2, -2);
  }

  @Test
  void casesAndTotalsArePrinted() throws IOException {
    Path report = folder.resolve("report.md");
    assertEquals(0, execute("--golden", folder.toString(), "--report", report.toString()));
    assertEquals(
        """
        op/neg_1 passed
        op/conv2d_1 not applicable: no function unheard_of is in the table of functions
        2 cases: 1 passed, 0 FAILED, 0 not followed, 1 not applicable
        """,
        out.toString().replace("\r\n", "\n"));
    String text = Files.readString(report);
    assertTrue(text.contains("\n| op | 2 | 1 | 0 | 0 | 1 |\n"), text);
    assertTrue(
        text.contains(
            "\n| no function unheard_of is in the table of functions |" + " op unheard_of (1) |\n"),
        text);
  }

  @Test
  void aFailedCaseMakesTheCommandFail() throws IOException {
    write(2, 7);
    assertEquals(1, execute("--golden", folder.toString()));
    assertTrue(
        out.toString()
            .startsWith(
                "op/neg_1 FAILED: out.y: expected 7.0, got -2.0, off by 9.0 where 0.0 is allowed;"
                    + " 1 of 1 elements differ"),
        out.toString());
  }

  @Test
  void wrongUseIsNamed() {
    assertEquals(2, execute("--golden", folder.toString(), "exp"));
    assertEquals(2, execute("--report", "x.md"));
    assertEquals(1, execute("--golden", folder.resolve("none").toString()));
    assertEquals(
        3,
        err.toString()
            .lines()
            .filter(line -> line.contains("golden") || line.contains("none"))
            .count(),
        err.toString());
  }

  private void write(double in, double out) {
    Map<String, Tensor> tensors = Map.of("in.x", number(in), "out.y", number(out));
    Safetensors.write(folder.resolve("neg_1.safetensors"), NamedTensors.of(tensors));
  }

  private static Tensor number(double value) {
    return Tensor.of(new double[] {value}, Shape.of());
  }

  private int execute(String... arguments) {
    var line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 1];
    all[0] = "check";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return line.execute(all);
  }
}

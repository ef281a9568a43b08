package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.op.OpSpec;
import dev.chainrule.op.Ops;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final StringWriter out = new StringWriter();

  @Test
  void withoutNamesEveryOperationIsMeant() {
    assertEquals(
        Ops.all().stream().map(OpSpec::name).toList(),
        Catalogue.find("ops", List.of()).stream().map(OpSpec::name).toList());
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> Catalogue.find("ops", List.of("matmull")));
    assertEquals(
        "ops: there is no operation \"matmull\"; the nearest name is \"matmul\"",
        error.getMessage());
  }

  @Test
  void opsListsTheCatalogueAndCountsIt() {
    assertEquals(0, execute("ops"));
    var lines = out.toString().lines().toList();
    assertEquals(Ops.all().size() + 1, lines.size());
    assertEquals(Ops.all().size() + " operations", lines.getLast());
  }

  @Test
  void opsDocumentsAnOperation() {
    assertEquals(0, execute("ops", "matmul"));
    assertTrue(out.toString().startsWith("matmul: "), out::toString);
    assertTrue(out.toString().contains("\n  gradient  dA = "), out::toString);
  }

  @Test
  void checkCountsTheContractsThatPassed() {
    assertEquals(0, execute("check", "neg"), out::toString);
    var lines = out.toString().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.getLast().matches("[1-9]\\d* passed, 0 failed"), lines::getLast);
  }

  private int execute(String... arguments) {
    return Main.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
  }
}

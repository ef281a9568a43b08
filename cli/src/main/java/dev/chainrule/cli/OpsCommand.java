package dev.chainrule.cli;

import dev.chainrule.op.Documentation;
import dev.chainrule.op.OpSpec;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ops`: lists the catalogue of operations, or documents some of them.
@Command(
    name = "ops",
    description = "Lists all operations, or says what some of them compute.",
    mixinStandardHelpOptions = true)
final class OpsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "operations to document; all are listed if none")
  private List<String> names = List.of();

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    var found = Catalogue.find("ops", names);
    if (names.isEmpty()) {
      found.forEach(op -> out.printf("%-22s %s%n", op.name(), op.summary()));
      out.printf("%d operations%n", found.size());
    } else {
      found.forEach(op -> document(op, out));
    }
  }

  private static void document(OpSpec op, PrintWriter out) {
    out.printf("%s: %s%n", op.name(), op.summary());
    Documentation.facts(op).forEach(fact -> out.printf("  %s%n", fact));
  }
}

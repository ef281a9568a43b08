package dev.chainrule.cli;

import dev.chainrule.explain.WorkedExample;
import java.util.LinkedHashMap;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `explain`: follows the chain rule through a small example, number by number.
@Command(
    name = "explain",
    description = "Follows the chain rule through a small example, number by number.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "EXAMPLE",
      description = "the example; all are listed if none is named")
  private Optional<String> name = Optional.empty();

  @Override
  public void run() {
    var examples = new LinkedHashMap<String, WorkedExample>();
    WorkedExample.all().forEach(example -> examples.put(example.name(), example));
    var out = spec.commandLine().getOut();
    if (name.isPresent()) {
      out.println(new Choices<>("explain", "example", examples).get(name.get()).text().strip());
    } else {
      examples.values().forEach(e -> out.printf("%-14s %s%n", e.name(), e.summary()));
    }
    out.flush();
  }
}

package dev.chainrule.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `predict`: prints a saved network's answer for every row of a CSV file, or every image of an IDX
/// file.
@Command(
    name = "predict",
    description = "Prints a saved network's answer for every row of a CSV file, or image.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "a file that train saved, or its folder")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "a CSV file, which need not have the target, or an IDX file of images")
  private Path file = Path.of("");

  @Option(names = "--json", description = "print one JSON object a line")
  private boolean json;

  @Override
  public void run() {
    var saved = SavedModel.read(model);
    var answers = Answers.of(saved, new ModelInput(saved, file).unanswered());
    var out = spec.commandLine().getOut();
    (json ? answers.json() : answers.lines()).forEach(out::println);
    out.flush();
  }
}

package dev.chainrule.cli;

import dev.chainrule.data.Dataset;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `evaluate`: judges a saved network on samples with known answers.
@Command(
    name = "evaluate",
    description = "Judges a saved network on samples with known answers.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "a file that train saved, or its folder")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "a CSV file with the target column, an IDX file of images, or a text; else what was held"
              + " out of built-in data")
  private Optional<Path> file = Optional.empty();

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "LABELS",
      description = "an IDX file with the images' labels")
  private Optional<Path> labels = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "where the binary records of cifar10 are")
  private Optional<Path> data = Optional.empty();

  @Override
  public void run() {
    var saved = SavedModel.read(model);
    var samples = samples(saved);
    var verdict = Verdict.of(saved.network(), samples, saved.kind());
    var out = spec.commandLine().getOut();
    file.ifPresent(judge ->
        out.printf(
            "judged by all %,d samples of %s, those trained on too if they are among them%n",
            samples.size(), judge));
    out.println(verdict.line());
    verdict.details().ifPresent(out::println);
    out.flush();
  }

  private Dataset samples(SavedModel saved) {
    if (file.isPresent()) {
      return new ModelInput(saved, file.get()).answered(labels);
    }
    if (!TrainingData.names().contains(saved.data())) {
      throw new IllegalArgumentException(
          "evaluate: %s was trained on the file \"%s\"; say which file judges it"
              .formatted(model, saved.data()));
    }
    var options = new DataOptions();
    options.seed(saved.seed());
    data.ifPresent(options::data);
    if (saved.kind() instanceof DataKind.Text) {
      options.context(saved.context());
    }
    return TrainingData.of(saved.data(), options).test();
  }
}

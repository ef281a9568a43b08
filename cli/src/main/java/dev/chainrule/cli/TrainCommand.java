package dev.chainrule.cli;

import dev.chainrule.Threads;
import dev.chainrule.train.Checkpoints;
import dev.chainrule.train.Run;
import dev.chainrule.train.StopOnInterrupt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `train`: trains a network on built-in data or a CSV file, judges it on samples held out, and
/// saves it.
@Command(
    name = "train",
    description = "Trains a network on built-in data or a CSV file, and saves it.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /// What a shell reports for a program that Ctrl-C ended.
  private static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DATA",
      description = "breast-cancer, digits, iris, mnist, wine, or a CSV file")
  private String what = "";

  @Mixin private DataOptions dataOptions;
  @Mixin private TrainingOptions trainingOptions;

  @Option(
      names = "--threads",
      paramLabel = "NUMBER",
      description = "one for each processor if nothing is said")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where to save (default: runs/DATA)")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--resume",
      description = "go on from the checkpoint in that folder, if there is one")
  private boolean resume;

  @Option(names = "--json", description = "print one JSON object a line")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    threads.ifPresent(Threads::use);
    var data = TrainingData.of(what, dataOptions);
    var plan = TrainingPlan.of(data, trainingOptions, dataOptions.seed());
    var folder = Files.createDirectories(out.orElse(Path.of("runs", data.name())));
    var display = Display.of(spec.commandLine().getOut(), json);
    data.summary().forEach(display::note);
    plan.description().forEach(display::note);
    var run = train(data, plan, folder, display);
    if (run.stopReason().isPresent()) {
      display.note("train --resume with the same options goes on from here");
      return INTERRUPTED;
    }
    finish(data, plan, folder.resolve("model.safetensors"), display);
    return 0;
  }

  private Run train(TrainingData data, TrainingPlan plan, Path folder, Display display) {
    var checkpoint = folder.resolve("checkpoint.safetensors");
    var trainer =
        plan.trainer(data)
            .listener(new TrainingDisplay(display, System::nanoTime))
            .listener(new Checkpoints(checkpoint, 0))
            .listener(new StopOnInterrupt());
    if (resume && Files.exists(checkpoint)) {
      display.note("going on from " + checkpoint);
      return trainer.resume(checkpoint, data.train());
    }
    return trainer.fit(data.train());
  }

  private void finish(TrainingData data, TrainingPlan plan, Path file, Display display) {
    var verdict = Verdict.of(plan.network(), data.test(), data.preparation());
    new SavedModel(
            plan.layers(),
            plan.network(),
            data.name(),
            plan.seed(),
            data.test().classNames(),
            data.preparation())
        .write(file);
    display.result(verdict, file);
  }
}

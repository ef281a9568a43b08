package dev.chainrule.cli;

import dev.chainrule.Threads;
import dev.chainrule.train.Checkpoints;
import dev.chainrule.train.Event;
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
      description = "breast-cancer, cifar10, digits, iris, mnist, shakespeare, wine, or a CSV file")
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
      description =
          "go on from the checkpoint in that folder; without one, training begins at the start")
  private boolean resume;

  @Option(
      names = "--save-every",
      paramLabel = "STEPS",
      description = "write a checkpoint so often, besides after every epoch")
  private long saveEvery;

  @Option(names = "--json", description = "print one JSON object a line")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireNumbers();
    threads.ifPresent(Threads::use);
    var data = data();
    var plan = TrainingPlan.of(data, trainingOptions, dataOptions.seed());
    var folder = RunFolder.make(out.orElse(Path.of("runs", data.name())));
    var display = Display.of(spec.commandLine().getOut(), json);
    adviseVectors();
    data.summary().forEach(display::note);
    plan.description().forEach(display::note);
    if (train(data, plan, folder, display)) {
      return INTERRUPTED;
    }
    var verdict = Verdict.of(plan.network(), data.test(), data.kind());
    var classes = data.test().classNames();
    new SavedModel(plan.network(), data.name(), dataOptions.seed(), classes, data.kind())
        .write(folder.model());
    display.result(verdict, folder.model());
    return 0;
  }

  private void requireNumbers() {
    threads
        .filter(number -> number < 1 || number > 64)
        .ifPresent(number -> {
          throw new IllegalArgumentException(
              "--threads: is %d; expected a whole number of 1 to 64".formatted(number));
        });
    if (saveEvery < 0) {
      throw new IllegalArgumentException(
          "--save-every: is %d; expected 0 or more steps".formatted(saveEvery));
    }
  }

  private TrainingData data() {
    var data = TrainingData.of(what, dataOptions);
    var share = trainingOptions.validation();
    return share.isPresent() ? data.validating(share.getAsDouble(), dataOptions.seed()) : data;
  }

  /// Returns whether training was interrupted.
  private boolean train(TrainingData data, TrainingPlan plan, RunFolder folder, Display display)
      throws IOException {
    var checkpoint = folder.checkpoint();
    var interrupt = new StopOnInterrupt();
    var trainer =
        plan.trainer()
            .listener(new TrainingDisplay(display, System::nanoTime))
            .listener(new Checkpoints(checkpoint, saveEvery))
            .listener(event -> {
              if (event instanceof Event.Stopped && interrupt.interrupted()) {
                display.note(
                    "saved %s; the same command with --resume goes on from there"
                        .formatted(checkpoint));
              }
            })
            .listener(interrupt);
    folder.begin(resume);
    if (resume && Files.exists(checkpoint)) {
      display.note("going on from " + checkpoint);
      trainer.resume(checkpoint, data.train());
    } else {
      if (resume) {
        display.note("there is no %s yet; training begins at the start".formatted(checkpoint));
      }
      trainer.fit(data.train());
    }
    return interrupt.interrupted();
  }

  /// Says how to train faster where Java was started without the Vector API.
  private void adviseVectors() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      var err = spec.commandLine().getErr();
      err.println(
          "chainrule: training without vectors, which is slow; start java with --add-modules"
              + " jdk.incubator.vector");
      err.flush();
    }
  }
}

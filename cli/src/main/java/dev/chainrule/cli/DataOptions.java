package dev.chainrule.cli;

import dev.chainrule.datasets.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say how data is to be read.
final class DataOptions {
  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "the column to predict: a header's name, a number from 1, or last")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description = "columns that are no inputs, such as an identifier")
  private List<String> ignored = List.of();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "${COMPLETION-CANDIDATES}; recognised if nothing is said")
  private Optional<Task> task = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "the folder of cifar10's binary records; or, for shakespeare, a text of your own")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--context",
      paramLabel = "LENGTH",
      description = "how many characters of a text are seen at once (default: ${DEFAULT-VALUE})")
  private int context = 64;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "decides all that is random (default: ${DEFAULT-VALUE})")
  private long seed = 42;

  Optional<String> target() {
    return target;
  }

  List<String> ignored() {
    return ignored;
  }

  Optional<Task> task() {
    return task;
  }

  Optional<Path> data() {
    return data;
  }

  /// Chooses where data is as if the option had been given.
  void data(Path chosen) {
    data = Optional.of(chosen);
  }

  /// @throws IllegalArgumentException if it is below 1
  int context() {
    if (context < 1) {
      throw new IllegalArgumentException(
          "--context: is %d; expected a whole number of 1 or more".formatted(context));
    }
    return context;
  }

  /// Chooses the context as if the option had been given.
  void context(int chosen) {
    context = chosen;
  }

  /// Chooses the seed as if the option had been given.
  void seed(long chosen) {
    seed = chosen;
  }

  long seed() {
    return seed;
  }
}

package dev.chainrule.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// The options that say what is trained and how; those left out are chosen for the data.
final class TrainingOptions {
  @Option(
      names = "--layers",
      paramLabel = "TEXT",
      description = "the network, for example \"dense 128 relu, dense 10\"")
  private Optional<String> layers = Optional.empty();

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad, adadelta or adamax (default:"
              + " ${DEFAULT-VALUE})")
  private String optimizer = "adam";

  @Option(
      names = "--learning-rate",
      paramLabel = "NUMBER",
      description = "the optimiser's; its usual one if nothing is said")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "constant, cosine, step, exponential, warm-up or one-cycle (default: ${DEFAULT-VALUE})")
  private String schedule = "cosine";

  @Option(names = "--epochs", paramLabel = "NUMBER", description = "times through the data")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch", paramLabel = "NUMBER", description = "samples in a step")
  private Optional<Integer> batch = Optional.empty();

  Optional<String> layers() {
    return layers;
  }

  String optimizer() {
    return optimizer;
  }

  OptionalDouble learningRate() {
    return learningRate.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  String schedule() {
    return schedule;
  }

  OptionalInt epochs() {
    return epochs.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  OptionalInt batch() {
    return batch.map(OptionalInt::of).orElse(OptionalInt.empty());
  }
}

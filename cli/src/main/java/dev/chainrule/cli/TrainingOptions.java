package dev.chainrule.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// The options that say what is trained and how; those left out are chosen for the data.
///
/// Every number is checked when it is asked for, with an [IllegalArgumentException] that names the
/// option.
final class TrainingOptions {
  @Option(
      names = "--layers",
      paramLabel = "TEXT",
      description =
          "the network, for example \"dense 128 relu, dropout 0.2, dense 10\" or \"conv 5x5x16"
              + " relu, pool 2, flatten, dense 10\"; what suits the data if nothing is said")
  private Optional<String> layers = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "the network of a text instead of --layers: gpt (a transformer) or lstm")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "sgd, momentum, nesterov, adam, adamw, radam, rmsprop, adagrad, adadelta, adamax, nadam,"
              + " lion or muon (default: ${DEFAULT-VALUE})")
  private String optimizer = "adam";

  @Option(
      names = "--learning-rate",
      paramLabel = "NUMBER",
      description = "the optimiser's; its usual one if nothing is said")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--momentum",
      paramLabel = "SHARE",
      description = "how much of earlier steps is kept; its usual one if nothing is said")
  private Optional<Double> momentum = Optional.empty();

  @Option(
      names = "--weight-decay",
      paramLabel = "NUMBER",
      description = "a step shrinks weights by this times the learning rate")
  private Optional<Double> weightDecay = Optional.empty();

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "shrink all gradients together to at most this 2-norm")
  private Optional<Double> clip = Optional.empty();

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "how the learning rate changes: constant, cosine (to 0), step (to a tenth after each"
              + " third), exponential (to a hundredth), warm-up (rises, then cosine), one-cycle, or"
              + " plateau (halved after 5 epochs without a better loss); what suits the data if"
              + " nothing is said")
  private Optional<String> schedule = Optional.empty();

  @Option(names = "--epochs", paramLabel = "NUMBER", description = "times through the data")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "NUMBER",
      description = "end an epoch after so many steps, if its samples last longer")
  private Optional<Integer> steps = Optional.empty();

  @Option(names = "--batch", paramLabel = "NUMBER", description = "samples in a step")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "this share of the training samples judges every epoch instead")
  private Optional<Double> validation = Optional.empty();

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description = "end after more epochs than this without a better (validation) loss")
  private Optional<Integer> patience = Optional.empty();

  @Option(names = "--best", description = "save the weights of the best epoch, not of the last")
  private boolean best;

  @Option(
      names = "--eager",
      description = "run each operation by itself instead of compiling the step: slower, same bits")
  private boolean eager;

  @Option(
      names = "--round-freely",
      description =
          "let compiled steps replace unstable formulas and sums of products: other rounding")
  private boolean roundsFreely;

  Optional<String> layers() {
    return layers;
  }

  Optional<String> model() {
    return model;
  }

  String optimizer() {
    return optimizer;
  }

  OptionalDouble learningRate() {
    return aboveZero("--learning-rate", learningRate);
  }

  OptionalDouble momentum() {
    return share("--momentum", momentum, true);
  }

  OptionalDouble weightDecay() {
    weightDecay
        .filter(decay -> !(decay >= 0 && Double.isFinite(decay)))
        .ifPresent(decay -> wrong("--weight-decay", decay, "a number of 0 or more"));
    return weightDecay.stream().mapToDouble(Double::doubleValue).findFirst();
  }

  OptionalDouble clip() {
    return aboveZero("--clip", clip);
  }

  Optional<String> schedule() {
    return schedule;
  }

  OptionalInt epochs() {
    return wholeFrom(1, "--epochs", epochs);
  }

  OptionalInt steps() {
    return wholeFrom(1, "--steps", steps);
  }

  OptionalInt batch() {
    return wholeFrom(1, "--batch", batch);
  }

  OptionalDouble validation() {
    return share("--validation", validation, false);
  }

  OptionalInt patience() {
    return wholeFrom(0, "--patience", patience);
  }

  boolean best() {
    return best;
  }

  boolean eager() {
    return eager;
  }

  boolean roundsFreely() {
    return roundsFreely;
  }

  private static OptionalInt wholeFrom(int least, String name, Optional<Integer> given) {
    given
        .filter(value -> value < least)
        .ifPresent(value -> wrong(name, value, "a whole number of %d or more".formatted(least)));
    return given.stream().mapToInt(Integer::intValue).findFirst();
  }

  private static OptionalDouble aboveZero(String name, Optional<Double> given) {
    given
        .filter(value -> !(value > 0 && Double.isFinite(value)))
        .ifPresent(value -> wrong(name, value, "a number above 0"));
    return given.stream().mapToDouble(Double::doubleValue).findFirst();
  }

  private static OptionalDouble share(String name, Optional<Double> given, boolean orNone) {
    given
        .filter(value -> !(value < 1 && (orNone ? value >= 0 : value > 0)))
        .ifPresent(value ->
            wrong(name, value, (orNone ? "0 or more" : "a number above 0") + " and below 1"));
    return given.stream().mapToDouble(Double::doubleValue).findFirst();
  }

  private static void wrong(String name, Number value, String expected) {
    throw new IllegalArgumentException("%s: is %s; expected %s".formatted(name, value, expected));
  }
}

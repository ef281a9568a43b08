package dev.chainrule.train;

import dev.chainrule.metric.Score;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What came of an epoch: numbers that are the same in every run with the same seed.
///
/// @param epoch the epoch, from 1
/// @param steps how many steps were made since the start of training
/// @param rate the learning rate of the last step
/// @param loss the mean loss over the training samples, each at the time of its step
/// @param metrics the metrics on the training samples, each the mean over batches
/// @param validation loss and metrics on the validation data, if there is any
/// @param gradientNorms the 2-norm of each layer's gradient in the last step, before clipping
public record EpochResult(
    int epoch,
    long steps,
    double rate,
    double loss,
    List<Score> metrics,
    Optional<Validation> validation,
    Map<String, Double> gradientNorms) {
  public EpochResult {
    metrics = List.copyOf(metrics);
    gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
  }

  /// Loss and metrics on data that is not trained on.
  ///
  /// @param loss the mean loss
  /// @param metrics the metrics
  public record Validation(double loss, List<Score> metrics) {
    public Validation {
      metrics = List.copyOf(metrics);
    }
  }

  /// Returns the number that the epoch is judged by, less is better: the validation loss, or the
  /// training loss if there is no validation data.
  public double monitored() {
    return validation.map(Validation::loss).orElse(loss);
  }

  /// Returns a line: `epoch 3: loss 0.08123, accuracy 97.42 %, validation loss 0.09417`.
  @Override
  public String toString() {
    var training = Stream.concat(Stream.of("loss %.5g".formatted(loss)), text(metrics));
    var validated =
        validation.stream()
            .flatMap(v -> Stream.concat(Stream.of("loss %.5g".formatted(v.loss)), text(v.metrics)))
            .map(part -> "validation " + part);
    return Stream.concat(training, validated)
        .collect(Collectors.joining(", ", "epoch " + epoch + ": ", ""));
  }

  private static Stream<String> text(List<Score> scores) {
    return scores.stream().map(Score::toString);
  }
}

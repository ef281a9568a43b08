package dev.chainrule.cli;

import dev.chainrule.Tensor;
import dev.chainrule.data.Dataset;
import dev.chainrule.datasets.TablePreparation;
import dev.chainrule.datasets.Task;
import dev.chainrule.metric.Metric;
import dev.chainrule.metric.Metrics;
import dev.chainrule.metric.Score;
import dev.chainrule.nn.Network;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How well a network predicts samples that it was not trained on: `test accuracy 97.93 %`, or
/// `test error 48210 (root mean square, in the unit of "price"), R² 0.7712`.
///
/// @param scores accuracy; or the error in the target's unit, and R²
/// @param line the scores in words
/// @param details the confusion matrix, if classes are predicted
record Verdict(List<Score> scores, String line, Optional<String> details) {
  /// How many samples are predicted at once; results do not depend on it.
  private static final int BATCH = 256;

  /// A wider matrix fits no screen.
  private static final int MOST_CLASSES = 20;

  /// @param preparation what was done to a table, so that errors are told in the target's unit
  static Verdict of(Network network, Dataset test, Optional<TablePreparation> preparation) {
    var numbers = preparation.filter(p -> p.task() == Task.REGRESSION);
    if (numbers.isPresent()) {
      UnaryOperator<Tensor> unit = numbers.get()::inTargetUnits;
      var error = measure(network, test, unit, Metrics.rootSquaredError());
      var explained = measure(network, test, unit, Metrics.rSquared());
      var line =
          "test error %s (root mean square, in the unit of \"%s\"), %s"
              .formatted(error.text(), numbers.get().targetName(), explained);
      return new Verdict(List.of(error, explained), line, Optional.empty());
    }
    var matrix = measure(network, test, UnaryOperator.identity(), Metrics.confusionMatrix());
    var accuracy = new Score("accuracy", matrix.accuracy(), Score.Kind.SHARE);
    return new Verdict(
        List.of(accuracy),
        "test " + accuracy,
        Optional.of(matrix)
            .filter(m -> m.classes() <= MOST_CLASSES)
            .map(m -> m.text(test.classNames())));
  }

  private static <R> R measure(
      Network network, Dataset test, UnaryOperator<Tensor> unit, Metric<R> metric) {
    var meter = metric.meter();
    for (var batch : test.batches(BATCH)) {
      meter.update(unit.apply(network.predict(batch.input())), unit.apply(batch.target()));
    }
    return meter.result();
  }
}

package dev.chainrule.cli;

import dev.chainrule.Tensor;
import dev.chainrule.data.Dataset;
import dev.chainrule.datasets.TablePreparation;
import dev.chainrule.datasets.Task;
import dev.chainrule.learn.Chainrule;
import dev.chainrule.metric.Metric;
import dev.chainrule.metric.Metrics;
import dev.chainrule.metric.Score;
import dev.chainrule.nn.Network;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How well a network predicts samples that it was not trained on: `test accuracy 97.93 %`, or
/// `test error 48210 (root mean square, in the unit of "price"), R² 0.7712`, or the loss of a text.
///
/// @param scores accuracy; or the error in the target's unit, and R²; or the loss
/// @param line the scores in words
/// @param details the confusion matrix, if classes are predicted
record Verdict(List<Score> scores, String line, Optional<String> details) {
  /// How many samples are predicted at once; results do not depend on it.
  private static final int BATCH = 256;

  /// A wider matrix fits no screen.
  private static final int MOST_CLASSES = 20;

  /// @param kind what the samples are: errors of a table's numbers are told in the target's unit
  static Verdict of(Network network, Dataset test, DataKind kind) {
    return switch (kind) {
      case DataKind.Text _ -> ofText(network, test);
      case DataKind.Rows(var table) when table.task() == Task.REGRESSION ->
          ofNumbers(network, test, table);
      case DataKind.Rows _, DataKind.Images _ -> ofClasses(network, test);
    };
  }

  private static Verdict ofNumbers(Network network, Dataset test, TablePreparation table) {
    UnaryOperator<Tensor> unit = table::inTargetUnits;
    var error = measure(network, test, unit, Metrics.rootSquaredError());
    var explained = measure(network, test, unit, Metrics.rSquared());
    var line =
        "test error %s (root mean square, in the unit of \"%s\"), %s"
            .formatted(error.text(), table.targetName(), explained);
    return new Verdict(List.of(error, explained), line, Optional.empty());
  }

  /// The mean loss of a character, and the same as the number of equally likely ones.
  private static Verdict ofText(Network network, Dataset test) {
    double sum = 0;
    for (var batch : test.batches(BATCH)) {
      var scores = network.predict(batch.input());
      sum += batch.size() * Chainrule.crossEntropy(scores, batch.target()).item();
    }
    var loss = new Score("loss", sum / test.size(), Score.Kind.ERROR);
    var line =
        "test %s a character: as unsure as among %.2f equally likely ones"
            .formatted(loss, Math.exp(loss.value()));
    return new Verdict(List.of(loss), line, Optional.empty());
  }

  private static Verdict ofClasses(Network network, Dataset test) {
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

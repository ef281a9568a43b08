package dev.chainrule.train;

import dev.chainrule.data.Dataset;
import dev.chainrule.metric.Score;

/// Loss and metrics on data that is not trained on.
final class Evaluation {
  private Evaluation() {}

  static EpochResult.Validation of(Run run, Dataset data) {
    var meters = run.settings().metrics.stream().map(metric -> metric.meter()).toList();
    double loss = 0;
    for (var batch : Prediction.batches(data)) {
      var scores = run.prediction().of(batch, data);
      loss += batch.size() * run.settings().loss.of(scores, batch.target()).item();
      meters.forEach(meter -> meter.update(scores, batch.target()));
    }
    return new EpochResult.Validation(
        loss / data.size(), meters.stream().<Score>map(meter -> meter.result()).toList());
  }
}

package dev.chainrule.train;

import dev.chainrule.metric.Score;
import java.util.ArrayList;
import java.util.List;

/// What was measured over some batches: sums, each batch with the weight of its samples.
///
/// @param samples how many samples there were
/// @param loss the sum of the losses
/// @param scores the sum of each metric, and what it is
record RunningSums(long samples, double loss, List<Score> scores) {
  RunningSums {
    scores = List.copyOf(scores);
  }

  static RunningSums none() {
    return new RunningSums(0, 0, List.of());
  }

  RunningSums plus(int size, double batchLoss, List<Score> batchScores) {
    var sums = new ArrayList<Score>();
    for (int i = 0; i < batchScores.size(); i++) {
      var score = batchScores.get(i);
      double before = scores.isEmpty() ? 0 : scores.get(i).value();
      sums.add(new Score(score.name(), before + size * score.value(), score.kind()));
    }
    return new RunningSums(samples + size, loss + size * batchLoss, sums);
  }

  double meanLoss() {
    return loss / (double) samples;
  }

  List<Score> means() {
    return scores.stream()
        .map(sum -> new Score(sum.name(), sum.value() / (double) samples, sum.kind()))
        .toList();
  }
}

package dev.chainrule.golden;

import dev.chainrule.io.Json;
import java.util.stream.IntStream;

/// Cases about a whole training: some steps from given parameters, one given batch each.
final class TrajectoryCases implements GoldenCheck.Kind {
  @Override
  public Outcome run(GoldenCase golden) {
    int steps = golden.entry().get("steps").asInt();
    if (golden.entry().find("gan").isPresent()) {
      var training = new GanTraining(golden);
      IntStream.range(0, steps).forEach(training::step);
      return training.outcome();
    }
    var training = new GoldenTraining(golden);
    IntStream.range(0, steps).forEach(training::step);
    return training.outcome();
  }

  @Override
  public String subject(Json entry) {
    return entry.get("model_id").asText();
  }
}

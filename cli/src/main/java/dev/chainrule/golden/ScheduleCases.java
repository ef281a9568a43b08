package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.schedule.Position;
import dev.chainrule.schedule.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Cases about a schedule: the rate, and the momentum if it changes too, of every step.
final class ScheduleCases implements GoldenCheck.Kind {
  @Override
  public Outcome run(GoldenCase golden) {
    Schedule schedule = ScheduleTable.schedule(golden.settings("schedule"));
    double rate = golden.entry().get("base_lr").asDouble();
    double momentum = golden.settings("optimizer").inner("args").number("momentum", 0);
    var findings = new Findings(golden);
    compare(findings, golden, "lr", position -> schedule.rate(rate, position));
    compare(findings, golden, "momentum", position -> schedule.momentum(momentum, position));
    return findings.outcome();
  }

  private static void compare(
      Findings findings, GoldenCase golden, String name, ToDoubleFunction<Position> value) {
    if (golden.find(name).isEmpty()) {
      return;
    }
    int steps = golden.tensor(name).shape().elements();
    double[] values = positions(golden, steps).stream().mapToDouble(value).toArray();
    findings.compare(name, Tensor.of(values, Shape.of(steps)), golden.tolerance("tolerance"));
  }

  /// Returns the position before each step; the metric, if there is one, was told after each.
  private static List<Position> positions(GoldenCase golden, int steps) {
    List<Double> metric =
        golden
            .find("metric")
            .map(tensor -> Arrays.stream(tensor.toDoubleArray()).boxed().toList())
            .orElse(List.of());
    List<Position> positions = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      List<Double> told = metric.subList(0, Math.min(step, metric.size()));
      positions.add(new Position(step, told.size(), told));
    }
    return positions;
  }

  @Override
  public String subject(Json entry) {
    return entry.get("schedule").get("type").asText();
  }
}

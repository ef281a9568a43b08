package dev.chainrule.train;

import dev.chainrule.data.Augmentation;
import dev.chainrule.data.Batches;
import dev.chainrule.data.Dataset;
import dev.chainrule.loss.Loss;
import dev.chainrule.metric.Metric;
import dev.chainrule.metric.Score;
import dev.chainrule.optim.GradientTransform;
import dev.chainrule.optim.UpdateRule;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.schedule.Schedules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a trainer was told. Only the trainer changes it, and only a copy of its own.
final class Settings {
  final Loss loss;
  final UpdateRule rule;
  int epochs = 1;
  int batch = 32;
  long seed;
  Schedule schedule = Schedules.constant();
  GradientTransform transform = GradientTransform.none();
  Optional<Dataset> validation = Optional.empty();
  List<Metric<Score>> metrics = List.of();
  List<Listener> listeners = List.of();
  boolean restoresBest;
  boolean eager;
  boolean roundsFreely;
  int parts = 1;
  int stepsPerEpoch = Integer.MAX_VALUE;
  Optional<Augmentation> augmentation = Optional.empty();
  OptionalDouble averaging = OptionalDouble.empty();

  Settings(Loss loss, UpdateRule rule) {
    this.loss = loss;
    this.rule = rule;
  }

  Settings copy() {
    var copy = new Settings(loss, rule);
    copy.epochs = epochs;
    copy.batch = batch;
    copy.seed = seed;
    copy.schedule = schedule;
    copy.transform = transform;
    copy.validation = validation;
    copy.metrics = metrics;
    copy.listeners = listeners;
    copy.restoresBest = restoresBest;
    copy.eager = eager;
    copy.roundsFreely = roundsFreely;
    copy.parts = parts;
    copy.stepsPerEpoch = stepsPerEpoch;
    copy.augmentation = augmentation;
    copy.averaging = averaging;
    return copy;
  }

  /// The batches to learn from.
  Batches batches(Dataset data) {
    var batches = data.batches(batch).shuffled(seed).atMost(stepsPerEpoch);
    return augmentation.map(change -> batches.augmented(change, seed)).orElse(batches);
  }

  static <T> List<T> with(List<T> list, T more) {
    var longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }
}

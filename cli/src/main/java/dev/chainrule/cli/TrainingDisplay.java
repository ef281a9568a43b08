package dev.chainrule.cli;

import dev.chainrule.metric.Score;
import dev.chainrule.train.EpochResult;
import dev.chainrule.train.Event;
import dev.chainrule.train.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Hears what happens in training and hands it to a display, with the speed and the time that is
/// left.
final class TrainingDisplay implements Listener {
  private final Display display;
  private final LongSupplier nanoClock;
  private long startedAt;
  private long stepsBefore;
  private long samples;
  private Event.Place place = new Event.Place(1, 1, 0, 1, 0, 0);

  TrainingDisplay(Display display, LongSupplier nanoClock) {
    this.display = display;
    this.nanoClock = nanoClock;
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.Started started -> {
        startedAt = nanoClock.getAsLong();
        stepsBefore = started.run().steps();
      }
      case Event.StepDone done -> {
        place = done.place();
        samples += place.samples();
        display.batch(progress(scores(done.meanLoss(), done.metrics())));
      }
      case Event.EpochDone done -> display.epoch(progress(scores(done.result())));
      case Event.Stopped stopped -> display.note("stopped: " + stopped.reason());
      case Event.Failed _ -> display.failed();
      case Event.Finished _ -> {}
    }
  }

  private Progress progress(List<Score> scores) {
    var seconds = (nanoClock.getAsLong() - startedAt) / 1e9;
    var steps = place.step() - stepsBefore;
    var left = (long) place.epochs() * place.batches() - place.step();
    return new Progress(
        place.epoch(),
        place.epochs(),
        place.batch(),
        place.batches(),
        samples / seconds,
        steps == 0 ? 0 : seconds / steps * left,
        scores);
  }

  private static List<Score> scores(EpochResult result) {
    var all = new ArrayList<>(scores(result.loss(), result.metrics()));
    result
        .validation()
        .ifPresent(validation ->
            scores(validation.loss(), validation.metrics()).stream()
                .map(s -> new Score("validation " + s.name(), s.value(), s.kind()))
                .forEach(all::add));
    return all;
  }

  private static List<Score> scores(double loss, List<Score> metrics) {
    var all = new ArrayList<Score>();
    all.add(new Score("loss", loss, Score.Kind.ERROR));
    all.addAll(metrics);
    return all;
  }
}

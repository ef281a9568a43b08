package dev.chainrule.train;

import dev.chainrule.Tensor;
import dev.chainrule.data.Batch;
import dev.chainrule.nn.Snapshot;
import dev.chainrule.optim.ParameterGradients;
import dev.chainrule.optim.WeightAverage;
import dev.chainrule.schedule.Position;
import java.util.Optional;

/// Makes the steps of a run, one after the other, from wherever it stands.
final class TrainingLoop {
  private final Run run;
  private final Settings settings;
  private final Diagnosis diagnosis;
  private final CompiledStep compiled;

  TrainingLoop(Run run) {
    this.run = run;
    this.settings = run.settings();
    this.diagnosis = new Diagnosis(run);
    this.compiled = new CompiledStep(run);
  }

  Run run() {
    try {
      return train();
    } catch (RuntimeException | Error thrown) {
      emit(new Event.Failed(run, thrown));
      throw thrown;
    }
  }

  private Run train() {
    emit(new Event.Started(run));
    while (run.progress.epoch() <= settings.epochs && run.stopReason().isEmpty()) {
      step();
    }
    run.stopReason().ifPresent(reason -> emit(new Event.Stopped(run, reason)));
    run.average().ifPresent(WeightAverage::adopt);
    if (settings.restoresBest) {
      run.best.ifPresent(best -> best.restore(run.network().variables(), "best weights"));
    }
    emit(new Event.Finished(run));
    return run;
  }

  private void step() {
    var before = run.progress;
    var batch = run.batches().at(before.epoch(), before.batch());
    double rate = prepare(before);
    var made = isEager(before) ? eagerly(batch, rate) : compiled(batch, rate);
    run.lastGradients = made.gradients;
    run.progress = before.afterStep(measure(before, batch, made.scores, made.loss));
    var place = place(batch);
    made.gradients
        .filter(_ -> run.progress.batch() == run.batches().count())
        .ifPresent(gradients -> finishEpoch(rate, gradients));
    double mean = run.progress.sums().meanLoss();
    emit(new Event.StepDone(run, place, made.loss, rate, mean, made.gradients));
    run.finished.ifPresent(this::nextEpoch);
  }

  /// What came of a step; a compiled one does not tell its gradients.
  private record Made(double loss, Tensor scores, Optional<ParameterGradients> gradients) {}

  /// Whether the next step is made operation by operation: the last one of an epoch is, for its
  /// gradients.
  private boolean isEager(Progress before) {
    return settings.eager
        || before.batch() + 1 == run.batches().count()
        || settings.listeners.stream().anyMatch(Listener::needsGradients);
  }

  private Made eagerly(Batch batch, double rate) {
    diagnosis.beforeStep();
    var pass = Pass.of(run, batch.input(), batch.target());
    double value = finite(pass.loss(), batch, rate);
    run.update(pass.gradients());
    return new Made(value, pass.scores(), Optional.of(pass.gradients()));
  }

  private Made compiled(Batch batch, double rate) {
    var outcome = compiled.run(batch);
    return new Made(finite(outcome.loss(), batch, rate), outcome.scores(), Optional.empty());
  }

  private double finite(Tensor loss, Batch batch, double rate) {
    double value = loss.item();
    if (!Double.isFinite(value)) {
      throw diagnosis.ofLoss(value, batch, rate);
    }
    return value;
  }

  /// Sets learning rate and momentum as the schedule wants them.
  private double prepare(Progress now) {
    var position = new Position(now.step(), now.epoch() - 1, now.history().monitored());
    double rate = settings.schedule.rate(settings.rule.rate(), position);
    run.optimizer().rate(rate);
    run.optimizer().momentum(settings.schedule.momentum(settings.rule.momentum(), position));
    return rate;
  }

  private RunningSums measure(Progress before, Batch batch, Tensor scores, double loss) {
    var plain = scores.detach();
    var measured = settings.metrics.stream().map(m -> m.of(plain, batch.target())).toList();
    return before.sums().plus(batch.size(), loss, measured);
  }

  private Event.Place place(Batch batch) {
    var now = run.progress;
    return new Event.Place(
        now.epoch(), settings.epochs, now.batch(), run.batches().count(), now.step(), batch.size());
  }

  /// Finds out what came of the epoch, before its last step is told: whoever writes the run down
  /// then writes the epoch's end down too.
  private void finishEpoch(double rate, ParameterGradients gradients) {
    Diagnosis.requireFinite(run);
    var now = run.progress;
    var result =
        new EpochResult(
            now.epoch(),
            now.step(),
            rate,
            now.sums().meanLoss(),
            now.sums().means(),
            settings.validation.map(data -> run.averaged(() -> Evaluation.of(run, data))),
            gradients.layerNorms());
    var next = now.afterEpoch(result);
    if (settings.restoresBest && next.history().best().equals(next.history().last())) {
      run.best = run.averaged(() -> Optional.of(Snapshot.of(run.network().variables())));
    }
    run.finished = Optional.of(new Run.Finished(result, next));
  }

  private void nextEpoch(Run.Finished epoch) {
    run.progress = epoch.next();
    run.finished = Optional.empty();
    emit(new Event.EpochDone(run, epoch.result()));
  }

  private void emit(Event event) {
    settings.listeners.forEach(listener -> listener.on(event));
  }
}

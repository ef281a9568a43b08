package dev.chainrule.train;

import dev.chainrule.Tensor;
import dev.chainrule.data.Batches;
import dev.chainrule.data.Dataset;
import dev.chainrule.metric.Metric;
import dev.chainrule.metric.Score;
import dev.chainrule.nn.Network;
import dev.chainrule.nn.Snapshot;
import dev.chainrule.optim.Optimizer;
import dev.chainrule.optim.ParameterGradients;
import dev.chainrule.optim.WeightAverage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A training run: going on, as its listeners see it, or finished, as [Trainer#fit] returns it.
///
/// Only [#stop] may be called from other threads.
public final class Run {
  private final Network network;
  private final Optimizer optimizer;
  private final Optional<WeightAverage> average;
  private final Settings settings;
  private final Dataset data;
  private final Batches batches;
  private final Prediction prediction;
  private volatile Optional<String> stopReason = Optional.empty();
  Progress progress = Progress.start();
  Optional<Snapshot> best = Optional.empty();

  /// The epoch that ended with the last step, until listeners have heard of that step.
  Optional<Finished> finished = Optional.empty();

  /// The gradients that made the present weights.
  Optional<ParameterGradients> lastGradients = Optional.empty();

  /// What came of an epoch, and where training goes on after it.
  record Finished(EpochResult result, Progress next) {}

  Run(Network network, Settings settings, Dataset data) {
    this.network = network;
    this.settings = settings;
    this.data = data;
    this.batches = settings.batches(data);
    this.prediction = new Prediction(network, settings.eager);
    this.optimizer = settings.rule.over(network.parameters()).before(settings.transform);
    this.average =
        settings.averaging.isPresent()
            ? Optional.of(WeightAverage.of(settings.averaging.getAsDouble(), network.parameters()))
            : Optional.empty();
  }

  /// Asks training to end after the current step. The first reason counts.
  ///
  /// @param reason why, in a few words, for those who read what happened
  public void stop(String reason) {
    if (stopReason.isEmpty()) {
      stopReason = Optional.of(reason);
    }
  }

  /// Returns why training ended or will end early, if somebody asked for it.
  public Optional<String> stopReason() {
    return stopReason;
  }

  /// Returns the network.
  public Network network() {
    return network;
  }

  /// Returns the optimiser.
  public Optimizer optimizer() {
    return optimizer;
  }

  /// Returns the running mean of the parameters, if one is kept.
  public Optional<WeightAverage> average() {
    return average;
  }

  /// Updates the parameters, and their mean.
  void update(ParameterGradients gradients) {
    optimizer.step(gradients);
    average.ifPresent(WeightAverage::update);
  }

  /// Runs code while the network has the parameters' mean, if one is kept.
  <R> R averaged(Supplier<R> code) {
    return average.map(mean -> mean.during(code)).orElseGet(code);
  }

  /// Returns what came of the epochs that are finished.
  public History history() {
    return progress.history();
  }

  /// Returns how many steps were made.
  public long steps() {
    return progress.step();
  }

  /// Returns how many epochs there will be at most.
  public int epochs() {
    return settings.epochs;
  }

  /// Returns a measure of the network's predictions for other data.
  public <R> R evaluate(Dataset other, Metric<R> metric) {
    var meter = metric.meter();
    for (var batch : Prediction.batches(other)) {
      meter.update(prediction.of(batch, other), batch.target());
    }
    return meter.result();
  }

  /// Returns the network's results for a batch of inputs.
  public Tensor predict(Tensor batch) {
    return network.predict(batch);
  }

  /// Writes down everything that it takes to go on later, as one file, whole or not at all.
  ///
  /// @throws dev.chainrule.TrainingException if a weight is no longer finite; then nothing is
  ///   written
  public void checkpoint(Path file) {
    Diagnosis.requireFinite(this);
    Checkpoint.of(this).write(file);
  }

  /// Returns where a run goes on that is resumed from here.
  Progress resumable() {
    return finished.map(Finished::next).orElse(progress);
  }

  /// Returns the metrics of the current epoch's samples so far, each the mean over batches.
  List<Score> running() {
    return progress.sums().means();
  }

  Settings settings() {
    return settings;
  }

  Dataset data() {
    return data;
  }

  Batches batches() {
    return batches;
  }

  Prediction prediction() {
    return prediction;
  }
}

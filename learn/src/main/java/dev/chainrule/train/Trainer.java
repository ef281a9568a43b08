package dev.chainrule.train;

import dev.chainrule.DType;
import dev.chainrule.TensorType;
import dev.chainrule.data.Augmentation;
import dev.chainrule.data.Dataset;
import dev.chainrule.loss.Loss;
import dev.chainrule.metric.Metric;
import dev.chainrule.metric.Score;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Network;
import dev.chainrule.optim.GradientTransform;
import dev.chainrule.optim.UpdateRule;
import dev.chainrule.optim.WeightAverage;
import dev.chainrule.schedule.Schedule;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// Trains a network on a data set.
///
/// ```
/// var run = Trainer.of(network, crossEntropy(), adam(1e-3)).epochs(5).batch(128).seed(42).fit(data);
/// IO.println(run.evaluate(test, accuracy()));
/// ```
///
/// A trainer is a description and never changes: each setting returns another trainer. The same
/// description, data and seed give the same bits, on any number of threads, in one go or killed and
/// resumed.
public final class Trainer {
  private final Source source;
  private final Settings settings;

  /// Where the network comes from.
  private interface Source {
    Network network(TensorType input, long seed);
  }

  private Trainer(Source source, Settings settings) {
    this.source = source;
    this.settings = settings;
  }

  /// Returns a trainer that builds a network for the data, from the trainer's seed. Its parameters
  /// are `F64` if the data is, else `F32`.
  public static Trainer of(Layer layer, Loss loss, UpdateRule rule) {
    return new Trainer(
        (input, seed) ->
            layer.build(input, input.dtype() == DType.F64 ? DType.F64 : DType.F32, seed),
        new Settings(loss, rule));
  }

  /// Returns a trainer of a network that was built already; its variables change.
  public static Trainer of(Network network, Loss loss, UpdateRule rule) {
    return new Trainer((input, seed) -> network, new Settings(loss, rule));
  }

  private Trainer with(Consumer<Settings> change) {
    var copy = settings.copy();
    change.accept(copy);
    return new Trainer(source, copy);
  }

  /// Sets how many times the data is gone through; 1 if nothing is said.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Trainer epochs(int epochs) {
    atLeastOne("epochs", epochs);
    return with(s -> s.epochs = epochs);
  }

  /// Sets how many samples a step uses; 32 if nothing is said.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Trainer batch(int samples) {
    atLeastOne("batch", samples);
    return with(s -> s.batch = samples);
  }

  /// Ends an epoch after so many steps, if its samples last longer; each epoch has others.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Trainer stepsPerEpoch(int steps) {
    atLeastOne("stepsPerEpoch", steps);
    return with(s -> s.stepsPerEpoch = steps);
  }

  /// Changes every batch to learn from at random, such as by [dev.chainrule.data.Augmentations].
  public Trainer augmentation(Augmentation augmentation) {
    return with(s -> s.augmentation = Optional.of(augmentation));
  }

  /// Has every step go through its batch in so many parts, one after the other, and add their
  /// gradients up: the same step with less memory. Layers that look at whole batches, such as batch
  /// norm, see the parts; losses are taken as means over samples. 1 if nothing is said.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Trainer parts(int parts) {
    atLeastOne("parts", parts);
    return with(s -> s.parts = parts);
  }

  /// Keeps a running mean of the parameters; see [WeightAverage]. Validation uses it, and when
  /// training ends the network gets it.
  ///
  /// @param decay how much of the mean is kept in a step, at least 0 and below 1
  /// @throws IllegalArgumentException if `decay` is out of range
  public Trainer averaging(double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "Trainer: averaging keeps %s; expected 0 or more and below 1".formatted(decay));
    }
    return with(s -> s.averaging = OptionalDouble.of(decay));
  }

  /// Sets what decides all random numbers: initial values, the order of samples, dropped elements;
  /// 0 if nothing is said.
  public Trainer seed(long seed) {
    return with(s -> s.seed = seed);
  }

  /// Sets how the learning rate changes.
  public Trainer schedule(Schedule schedule) {
    return with(s -> s.schedule = schedule);
  }

  /// Adds a change of the gradients before the update, such as clipping.
  public Trainer before(GradientTransform transform) {
    return with(s -> s.transform = s.transform.then(transform));
  }

  /// Sets data on which every epoch is judged, and which is not trained on.
  public Trainer validation(Dataset data) {
    return with(s -> s.validation = Optional.of(data));
  }

  /// Adds a metric that is measured on training and validation data.
  public Trainer metric(Metric<Score> metric) {
    return with(s -> s.metrics = Settings.with(s.metrics, metric));
  }

  /// Adds a listener; listeners hear of each event in the order in which they were added.
  public Trainer listener(Listener listener) {
    return with(s -> s.listeners = Settings.with(s.listeners, listener));
  }

  /// Ends training when the monitored loss has had no new best for more than some epochs; see
  /// [EarlyStopping].
  public Trainer earlyStopping(int patience) {
    return listener(new EarlyStopping(patience, 0));
  }

  /// Gives the network the weights of its best epoch when training ends.
  public Trainer restoringBest() {
    return with(s -> s.restoresBest = true);
  }

  /// Makes every step operation by operation, for layers or losses that cannot be compiled, such as
  /// those that look at elements in Java; with the same bits, and slower.
  public Trainer eager() {
    return with(s -> s.eager = true);
  }

  /// Lets compiled steps replace unstable formulas and sums of matrix products by others for the
  /// same numbers, which are rounded differently; see
  /// [dev.chainrule.program.Program#roundingFreely].
  public Trainer roundingFreely() {
    return with(s -> s.roundsFreely = true);
  }

  /// Writes a checkpoint to a file after every epoch, and when training is stopped; see
  /// [Checkpoints].
  public Trainer checkpoint(Path file) {
    return listener(new Checkpoints(file, 0));
  }

  /// Trains from the start.
  ///
  /// @throws dev.chainrule.TrainingException if a number is no longer finite, naming the first
  public Run fit(Dataset data) {
    return new TrainingLoop(run(data)).run();
  }

  /// Goes on from a checkpoint, with the same bits as if training had never been interrupted.
  ///
  /// @param checkpoint a file that [#checkpoint] wrote
  /// @throws dev.chainrule.FormatException if it is no such file
  /// @throws IllegalArgumentException if it is of another network, other settings or other data
  public Run resume(Path checkpoint, Dataset data) {
    var run = run(data);
    Checkpoint.read(checkpoint).restore(run, checkpoint);
    return new TrainingLoop(run).run();
  }

  /// Returns what a training step on this data is compiled to; nothing is trained.
  ///
  /// @param timed whether kernels are run and timed, which takes some seconds
  public String explain(Dataset data, boolean timed) {
    var run = run(data);
    var step = new CompiledStep(run);
    var batch = run.batches().at(1, 0);
    return timed ? step.profile(batch) : step.explain(batch);
  }

  /// Compares a training step that is compiled with the operations that it was made of, on the
  /// first batch of this data: every rewrite, then every kernel with its place in memory. Nothing
  /// is trained.
  ///
  /// @throws IllegalStateException naming the first rewrite or kernel whose bits differ
  public void audit(Dataset data) {
    var run = run(data);
    new CompiledStep(run).audit(run.batches().at(1, 0));
  }

  private Run run(Dataset data) {
    var sample = data.batches(1).at(1, 0).input();
    var input = new TensorType(data.inputShape(), sample.dtype());
    return new Run(source.network(input, settings.seed), settings, data);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Trainer: %s is %d; expected 1 or more".formatted(name, value));
    }
  }
}

package dev.chainrule.cli;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import dev.chainrule.Threads;
import dev.chainrule.learn.Chainrule;
import dev.chainrule.loss.Loss;
import dev.chainrule.metric.Metrics;
import dev.chainrule.nn.Network;
import dev.chainrule.optim.UpdateRule;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/// What is trained and how: the options, and for those left out what suits the data.
///
/// @param layers the network as text
/// @param network the network, with its initial values
/// @param optimizer optimiser, learning rate and schedule as text
/// @param rule the optimiser
/// @param schedule how the learning rate changes
/// @param epochs how many times the data is gone through
/// @param batch how many samples a step uses
/// @param seed decides the initial values and the order of samples
record TrainingPlan(
    String layers,
    Network network,
    String optimizer,
    UpdateRule rule,
    Schedule schedule,
    int epochs,
    int batch,
    long seed) {

  /// @throws IllegalArgumentException if an option is not understood or does not fit the data
  static TrainingPlan of(TrainingData data, TrainingOptions options, long seed) {
    var images = data.train().inputShape().rank() > 1;
    var batch = options.batch().orElse(images ? 128 : 32);
    var perEpoch = Math.ceilDiv(data.train().size(), Math.max(1, batch));
    var epochs =
        options.epochs().orElseGet(() -> images ? 10 : Math.clamp(3000 / perEpoch, 8, 200));
    var layers = layers(data, options);
    var optimizer = Recipes.OPTIMIZERS.get(options.optimizer());
    var rate = options.learningRate().orElse(optimizer.usualRate());
    return new TrainingPlan(
        layers,
        network(layers, data, seed),
        "%s at %s, %s".formatted(options.optimizer(), rate, options.schedule()),
        optimizer.rule().apply(rate),
        Recipes.SCHEDULES.get(options.schedule()).over(rate, (long) perEpoch * epochs),
        epochs,
        batch,
        seed);
  }

  /// A trainer that does this.
  Trainer trainer(TrainingData data) {
    var trainer =
        Trainer.of(network, loss(data), rule)
            .schedule(schedule)
            .epochs(epochs)
            .batch(batch)
            .seed(seed);
    return data.hasClasses() ? trainer.metric(Metrics.accuracy()) : trainer;
  }

  /// What will be done, line by line.
  List<String> description() {
    var lines = new ArrayList<>(network.toString().lines().toList());
    lines.add(
        "%s, %d epochs, batches of %d, seed %d, %d threads"
            .formatted(optimizer, epochs, batch, seed, Threads.count()));
    return lines;
  }

  private static Loss loss(TrainingData data) {
    return data.hasClasses() ? Chainrule.crossEntropy() : Chainrule.meanSquaredError();
  }

  /// The layers that were asked for; dense layers take images row by row, so they are flattened
  /// first.
  private static String layers(TrainingData data, TrainingOptions options) {
    var images = data.train().inputShape().rank() > 1;
    var usual = images ? "dense 256 relu, dense %d" : "dense 32 relu, dense 32 relu, dense %d";
    var text = options.layers().orElseGet(() -> usual.formatted(data.outputs()));
    return images && LayerText.first(text).equals("dense") ? "flatten, " + text : text;
  }

  private static Network network(String layers, TrainingData data, long seed) {
    var input = new TensorType(data.train().inputShape(), DType.F32);
    var network = LayerText.parse(layers).build(input, DType.F32, seed);
    var needed = Shape.of(data.outputs());
    if (!network.output().shape().equals(needed)) {
      throw new IllegalArgumentException(
          "--layers: the last layer gives %s, but %s needs %s; let it be \"dense %d\""
              .formatted(network.output().shape(), data.name(), needed, data.outputs()));
    }
    return network;
  }
}

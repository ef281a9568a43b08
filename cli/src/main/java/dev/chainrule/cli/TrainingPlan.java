package dev.chainrule.cli;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import dev.chainrule.Threads;
import dev.chainrule.learn.Chainrule;
import dev.chainrule.metric.Metrics;
import dev.chainrule.nn.Network;
import dev.chainrule.optim.Decay;
import dev.chainrule.optim.UpdateRule;
import dev.chainrule.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/// What is trained and how: the options, and for those left out what suits the data.
///
/// @param network the network, with its initial values
/// @param trainer trains it as the options say
/// @param description what will be done, line by line
record TrainingPlan(Network network, Trainer trainer, List<String> description) {
  TrainingPlan {
    description = List.copyOf(description);
  }

  /// @throws IllegalArgumentException if an option is not understood or does not fit the data
  static TrainingPlan of(TrainingData data, TrainingOptions options, long seed) {
    var usual = Defaults.of(data, options);
    var update = Update.of(options, usual);
    var pace = pace(options, usual.pace(), data);
    var epochs = pace.epochs();
    var shape = options.schedule().orElse(usual.schedule());
    var schedule = Recipes.SCHEDULES.get(shape).over(update.rate, (long) epochs * pace.steps());
    var network = network(data, options, usual, seed);
    var loss = data.hasClasses() ? Chainrule.crossEntropy() : Chainrule.meanSquaredError();
    var trainer =
        Trainer.of(network, loss, update.rule)
            .schedule(schedule)
            .epochs(epochs)
            .batch(pace.batch())
            .stepsPerEpoch(pace.steps())
            .seed(seed);
    var lines = new ArrayList<>(network.toString().lines().toList());
    lines.add(
        "%s, %s, %d epochs of %,d steps, batches of %d, seed %d, %d threads"
            .formatted(
                update.text, shape, epochs, pace.steps(), pace.batch(), seed, Threads.count()));
    return new TrainingPlan(network, trainer, lines).judging(data).refined(options);
  }

  /// The pace that was asked for or is usual; an epoch has no more steps than the data lasts.
  private static Defaults.Pace pace(
      TrainingOptions options, Defaults.Pace usual, TrainingData data) {
    var batch = options.batch().orElse(usual.batch());
    var all = Math.ceilDiv(data.train().size(), batch);
    var steps = Math.min(all, options.steps().orElse(usual.steps()));
    return new Defaults.Pace(batch, options.epochs().orElse(usual.epochs()), steps);
  }

  /// The optimiser, with the numbers that were asked for or are usual.
  private record Update(String text, double rate, UpdateRule rule) {
    static Update of(TrainingOptions options, Defaults usual) {
      var recipe = Recipes.OPTIMIZERS.get(options.optimizer());
      var adam = recipe.equals(Recipes.OPTIMIZERS.get("adam"));
      var rate = options.learningRate().orElse(adam ? usual.rate() : recipe.rate());
      var decay = options.weightDecay().orElse(adam ? usual.decay(rate) : recipe.decay());
      if (options.momentum().isPresent() && recipe.momentum().isEmpty()) {
        throw new IllegalArgumentException(
            "--momentum: %s has none to choose".formatted(options.optimizer()));
      }
      var momentum = options.momentum().orElse(recipe.momentum().orElse(0));
      var decaying = decay > 0 ? ", weight decay " + decay : "";
      return new Update(
          "%s at %s%s".formatted(options.optimizer(), rate, decaying),
          rate,
          recipe.rule().of(rate, momentum, Decay.decoupled(decay)));
    }
  }

  /// Measures what suits the data, every epoch.
  private TrainingPlan judging(TrainingData data) {
    var changed =
        data.kind() instanceof DataKind.Images(var change)
            ? change.map(trainer::augmentation).orElse(trainer)
            : trainer;
    var judged = data.validation().map(changed::validation).orElse(changed);
    var measured = data.hasClasses() && !data.isText() ? judged.metric(Metrics.accuracy()) : judged;
    return new TrainingPlan(network, measured, description);
  }

  /// Does what is not done unless it is asked for.
  private TrainingPlan refined(TrainingOptions options) {
    var refined = trainer;
    var lines = new ArrayList<>(description);
    if (options.clip().isPresent()) {
      var norm = options.clip().getAsDouble();
      refined = refined.before(Chainrule.clipByGlobalNorm(norm));
      lines.add("gradients are shrunk to a 2-norm of at most " + norm);
    }
    if (options.patience().isPresent()) {
      var patience = options.patience().getAsInt();
      refined = refined.earlyStopping(patience);
      lines.add("ends after more than %d epochs without a better loss".formatted(patience));
    }
    if (options.best()) {
      refined = refined.restoringBest();
      lines.add("the best epoch's weights are saved");
    }
    return new TrainingPlan(network, refined, lines).executed(options);
  }

  /// Makes steps in another way than usual, if it is asked for.
  private TrainingPlan executed(TrainingOptions options) {
    var executed = trainer;
    var lines = new ArrayList<>(description);
    if (options.eager()) {
      executed = executed.eager();
      lines.add("steps are not compiled");
    }
    if (options.roundsFreely()) {
      executed = executed.roundingFreely();
      lines.add("steps may be rounded differently than operations by themselves");
    }
    return new TrainingPlan(network, executed, lines);
  }

  /// The layers that were asked for; dense layers take images row by row, so they are flattened
  /// first.
  private static Network network(
      TrainingData data, TrainingOptions options, Defaults usual, long seed) {
    var text = options.layers().orElseGet(() -> usual.layers(data.outputs()));
    var flat = data.hasImages() && LayerText.first(text).equals("dense") ? "flatten, " : "";
    var input = new TensorType(data.train().inputShape(), data.kind().inputs());
    var network = LayerText.parse(flat + text).build(input, DType.F32, seed);
    var outputs = Shape.of(data.outputs());
    var needed = data.isText() ? data.train().inputShape().concat(outputs) : outputs;
    if (!network.output().shape().equals(needed)) {
      throw new IllegalArgumentException(
          "--layers: the last layer gives %s, but %s needs %s; let it be \"dense %d\""
              .formatted(network.output().shape(), data.name(), needed, data.outputs()));
    }
    return network;
  }
}

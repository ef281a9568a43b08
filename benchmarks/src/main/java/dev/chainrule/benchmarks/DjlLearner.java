package dev.chainrule.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.chainrule.Tensor;
import dev.chainrule.io.NamedTensors;
import dev.chainrule.loss.CrossEntropyLoss;
import dev.chainrule.optim.Adam;
import dev.chainrule.optim.Sgd;
import dev.chainrule.optim.UpdateRule;

/// DJL with PyTorch's engine. Arrays of a step live in a manager of their own, as its guide asks
/// for.
final class DjlLearner implements Learner {
  private final NDManager manager = NDManager.newBaseManager();
  private final Trainer trainer;
  private final NDArray input;
  private final NDArray target;

  /// @param values from which training starts, by the names that Chainrule gives them
  DjlLearner(Workload workload, NamedTensors values) {
    input = DjlBlocks.array(manager, DjlBlocks.channelsFirst(workload.data().input()));
    target = DjlBlocks.array(manager, answers(workload.data().target()));
    var model = Model.newInstance(workload.name());
    model.setBlock(workload.peer().apply(new DjlBlocks(manager, values)));
    var config =
        new DefaultTrainingConfig(loss(workload.loss())).optOptimizer(optimizer(workload.rule()));
    trainer = model.newTrainer(config);
    trainer.initialize(input.getShape());
  }

  /// Returns labels in one row.
  private static Tensor answers(Tensor target) {
    return target.dtype().floating() ? target : target.reshape(-1);
  }

  private static Loss loss(dev.chainrule.loss.Loss loss) {
    return loss instanceof CrossEntropyLoss
        ? Loss.softmaxCrossEntropyLoss()
        : Loss.l2Loss("squared error", 1);
  }

  private static Optimizer optimizer(UpdateRule rule) {
    var rate = Tracker.fixed((float) rule.rate());
    return switch (rule) {
      case Sgd sgd ->
          Optimizer.sgd().setLearningRateTracker(rate).optMomentum((float) sgd.momentum()).build();
      case Adam adam when adam.decay().decoupled() == 0 ->
          Optimizer.adam().optLearningRateTracker(rate).optEpsilon((float) adam.epsilon()).build();
      case Adam adam ->
          Optimizer.adamW()
              .optLearningRateTracker(rate)
              .optEpsilon((float) adam.epsilon())
              .optWeightDecays((float) adam.decay().decoupled())
              .build();
      default -> throw new IllegalArgumentException("DJL has no " + rule);
    };
  }

  @Override
  public void step() {
    try (var scope = manager.newSubManager()) {
      train(scope);
    }
  }

  @Override
  public double loss() {
    try (var scope = manager.newSubManager()) {
      return train(scope).getFloat();
    }
  }

  private NDArray train(NDManager scope) {
    var inputs = new NDList(input);
    inputs.tempAttach(scope);
    try (var collector = trainer.newGradientCollector()) {
      var loss = trainer.getLoss().evaluate(new NDList(target), trainer.forward(inputs));
      collector.backward(loss);
      trainer.step();
      return loss;
    }
  }
}

package dev.chainrule.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/// DJL with PyTorch's engine. Arrays of a step live in a manager of their own, as its guide asks
/// for.
final class DjlLearner implements Learner {
  private final NDManager manager = NDManager.newBaseManager();
  private final Trainer trainer;
  private final NDArray input;
  private final NDArray labels;

  DjlLearner(DenseWorkload workload) {
    var block = new SequentialBlock();
    for (int i = 0; i < workload.layers(); i++) {
      block.add(Linear.builder().setUnits(workload.sizes().get(i + 1)).build());
      if (i < workload.layers() - 1) {
        block.add(Activation.reluBlock());
      }
    }
    var model = Model.newInstance("dense");
    model.setBlock(block);
    var rate = Tracker.fixed((float) workload.rate());
    var optimizer =
        workload.adam()
            ? Optimizer.adam().optLearningRateTracker(rate).build()
            : Optimizer.sgd().setLearningRateTracker(rate).build();
    var config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer);
    trainer = model.newTrainer(config);
    trainer.initialize(new Shape(workload.batch(), workload.inputs()));
    for (int i = 0; i < workload.layers(); i++) {
      var weight = block.getParameters().valueAt(2 * i).getArray();
      var shape = new Shape(workload.sizes().get(i), workload.sizes().get(i + 1));
      try (var columns = manager.create(workload.weight(i), shape);
          var rows = columns.transpose().toType(weight.getDataType(), true)) {
        rows.copyTo(weight);
      }
    }
    input = manager.create(workload.examples(), new Shape(workload.batch(), workload.inputs()));
    labels = manager.create(workload.labels(), new Shape(workload.batch()));
  }

  @Override
  public void step() {
    try (var scope = manager.newSubManager()) {
      var inputs = new NDList(input);
      inputs.tempAttach(scope);
      try (var collector = trainer.newGradientCollector()) {
        var loss = trainer.getLoss().evaluate(new NDList(labels), trainer.forward(inputs));
        collector.backward(loss);
      }
      trainer.step();
    }
  }

  @Override
  public double loss() {
    try (var scope = manager.newSubManager()) {
      var inputs = new NDList(input);
      inputs.tempAttach(scope);
      return trainer.getLoss().evaluate(new NDList(labels), trainer.evaluate(inputs)).getFloat();
    }
  }
}

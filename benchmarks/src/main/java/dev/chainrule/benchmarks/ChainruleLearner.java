package dev.chainrule.benchmarks;

import static dev.chainrule.learn.Chainrule.adam;
import static dev.chainrule.learn.Chainrule.crossEntropy;
import static dev.chainrule.learn.Chainrule.dense;
import static dev.chainrule.learn.Chainrule.relu;
import static dev.chainrule.learn.Chainrule.sequential;
import static dev.chainrule.learn.Chainrule.sgd;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.loss.Loss;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Network;
import dev.chainrule.optim.Optimizer;
import java.util.ArrayList;

/// Chainrule, one operation at a time.
final class ChainruleLearner implements Learner {
  private final Network network;
  private final Optimizer optimizer;
  private final Loss lossFunction = crossEntropy();
  private final Tensor input;
  private final Tensor labels;

  ChainruleLearner(DenseWorkload workload) {
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < workload.layers(); i++) {
      layers.add(dense(workload.sizes().get(i + 1)));
      layers.add(relu());
    }
    layers.removeLast();
    network = sequential(layers.toArray(Layer[]::new)).build(Shape.of(workload.inputs()), 0);
    for (int i = 0; i < workload.layers(); i++) {
      var weight = network.parameters().get(2 * i);
      weight.assign(Tensor.of(workload.weight(i), weight.shape()));
    }
    var rule = workload.adam() ? adam(workload.rate()) : sgd(workload.rate());
    optimizer = rule.over(network.parameters());
    input = Tensor.of(workload.examples(), Shape.of(workload.batch(), workload.inputs()));
    labels = Tensor.of(workload.labels(), Shape.of(workload.batch()));
  }

  @Override
  public void step() {
    optimizer.step(lossFunction.of(network.apply(input), labels).backward());
  }

  @Override
  public double loss() {
    return lossFunction.of(network.predict(input), labels).item();
  }
}

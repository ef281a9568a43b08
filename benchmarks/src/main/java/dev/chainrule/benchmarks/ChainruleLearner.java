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
import dev.chainrule.program.Program;
import java.util.ArrayList;

/// Chainrule, as a program or one operation at a time.
final class ChainruleLearner implements Learner {
  private final Network network;
  private final Optimizer optimizer;
  private final Loss lossFunction = crossEntropy();
  private final Tensor input;
  private final Tensor labels;
  private final Runnable step;

  /// @param compiled whether the step is a program
  ChainruleLearner(DenseWorkload workload, boolean compiled) {
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
    Program<Tensor> program = Program.compile(this::train);
    step = compiled ? () -> program.run(input, labels) : () -> train(input, labels);
  }

  private Tensor train(Tensor examples, Tensor classes) {
    var loss = lossFunction.of(network.apply(examples), classes);
    optimizer.step(loss.backward());
    return loss.detach();
  }

  @Override
  public void step() {
    step.run();
  }

  @Override
  public double loss() {
    return lossFunction.of(network.predict(input), labels).item();
  }
}

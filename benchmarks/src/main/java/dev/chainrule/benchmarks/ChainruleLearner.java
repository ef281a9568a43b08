package dev.chainrule.benchmarks;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.io.NamedTensors;
import dev.chainrule.loss.Loss;
import dev.chainrule.nn.Network;
import dev.chainrule.optim.Optimizer;
import dev.chainrule.program.Program;
import java.util.LinkedHashMap;

/// Chainrule, as a program or one operation at a time.
final class ChainruleLearner implements Learner {
  private final Network network;
  private final Optimizer optimizer;
  private final Loss loss;
  private final Tensor input;
  private final Tensor target;
  private final boolean compiled;
  private final Program<Tensor> program = Program.compile(this::train);

  /// @param compiled whether the step is a program
  ChainruleLearner(Workload workload, boolean compiled) {
    this.compiled = compiled;
    network = network(workload);
    optimizer = workload.rule().over(network.parameters());
    loss = workload.loss();
    input = workload.data().input();
    target = workload.data().target();
  }

  private static Network network(Workload workload) {
    var batch = workload.data().input().type();
    return workload.network().build(batch.with(batch.shape().without(0)), DType.F32, 0);
  }

  /// Returns the initial values of a workload's network.
  static NamedTensors values(Workload workload) {
    var values = new LinkedHashMap<String, Tensor>();
    network(workload).variables().forEach((name, variable) -> values.put(name, variable.value()));
    return NamedTensors.of(values);
  }

  private Tensor train(Tensor examples, Tensor answers) {
    var value = loss.of(network.apply(examples), answers);
    optimizer.step(value.backward());
    return value.detach();
  }

  private Tensor run() {
    return compiled ? program.run(input, target) : train(input, target);
  }

  @Override
  public void step() {
    run();
  }

  @Override
  public double loss() {
    return run().item();
  }

  /// Returns what the step is compiled to, with the time that each kernel takes.
  String profile() {
    return program.profile(input, target);
  }
}

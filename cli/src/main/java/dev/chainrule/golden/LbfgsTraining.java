package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.loss.Loss;
import dev.chainrule.nn.Network;
import dev.chainrule.nn.Snapshot;
import dev.chainrule.optim.LbfgsMinimizer;
import dev.chainrule.optim.ParameterGradients;
import java.util.ArrayList;
import java.util.List;

/// A training by L-BFGS, which evaluates the loss as often as it needs in each step.
final class LbfgsTraining implements TrajectoryCases.Training {
  private final GoldenCase golden;
  private final GoldenModel model;
  private final Loss lossFunction;
  private final LbfgsMinimizer minimizer;
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> lossesAfter = new ArrayList<>();
  private final List<Double> norms = new ArrayList<>();

  LbfgsTraining(GoldenCase golden) {
    this.golden = golden;
    Tensor first = input(0);
    var sample = new TensorType(first.shape().without(0), first.dtype());
    model = GoldenModel.build(golden.entry().get("model"), sample, golden.dtype());
    model.load(golden, "init", "init_buffer");
    lossFunction = LossTable.loss(golden.text("loss"));
    minimizer = LbfgsCases.minimizer(golden.settings("optimizer"), model.network().parameters());
  }

  private Tensor input(int step) {
    return GoldenModel.input(golden.entry().get("model"), golden.batch("x", step));
  }

  @Override
  public void step(int step) {
    Tensor x = input(step);
    Tensor y = golden.batch("y", step);
    norms.add(norm(x, y));
    losses.add(minimizer.step(() -> lossFunction.of(model.network().apply(x), y)));
    lossesAfter.add(model.asIs(() -> lossFunction.of(model.network().apply(x), y)).item());
  }

  /// Returns the norm of the gradient before a step: an evaluation that leaves no trace.
  private double norm(Tensor x, Tensor y) {
    var before = Snapshot.of(model.network().variables());
    var loss = lossFunction.of(model.network().apply(x), y);
    double norm = ParameterGradients.of(loss.backward(), minimizer.parameters()).norm();
    before.restore(model.network().variables(), golden.text("id"));
    return norm;
  }

  @Override
  public List<List<Double>> numbers() {
    return List.of(losses, lossesAfter, norms);
  }

  @Override
  public List<Network> networks() {
    return List.of(model.network());
  }

  @Override
  public Outcome outcome() {
    var findings = new Findings(golden);
    Settings told = golden.settings("tolerance");
    findings.compare("loss", losses, told.number("loss_atol"));
    findings.compare("loss_after", lossesAfter, told.number("loss_atol"));
    findings.compare("grad_norm", norms, told.number("loss_atol"));
    var tolerance = new Tolerance(0, told.number("param_atol"));
    model.compareParameters(findings, "final", tolerance);
    model.compareBuffers(findings, "final_buffer", tolerance);
    return findings.outcome();
  }
}

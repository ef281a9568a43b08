package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.loss.Loss;
import dev.chainrule.nn.Network;
import dev.chainrule.optim.Norm;
import dev.chainrule.optim.Optimizer;
import dev.chainrule.optim.ParameterGradients;
import dev.chainrule.program.Program;
import dev.chainrule.schedule.Position;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.schedule.Schedules;
import java.util.ArrayList;
import java.util.List;

/// The training that one case describes.
final class GoldenTraining implements TrajectoryCases.Training {
  private final GoldenCase golden;
  private final GoldenModel model;
  private final Loss lossFunction;
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final double baseRate;
  private final double baseMomentum;
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> lossesAfter = new ArrayList<>();
  private final List<Double> norms = new ArrayList<>();
  private final List<Double> rates = new ArrayList<>();
  private final Program.Two<Told> training;

  /// What a step tells.
  private record Told(Tensor loss, Tensor norm, Tensor after) {}

  /// @param compiled whether steps are programs
  GoldenTraining(GoldenCase golden, boolean compiled) {
    this.golden = golden;
    Tensor first = input(0);
    var sample = new TensorType(first.shape().without(0), first.dtype());
    model = GoldenModel.build(golden.entry().get("model"), sample, golden.dtype());
    model.load(golden, "init", "init_buffer");
    lossFunction = LossTable.loss(golden.text("loss"));
    optimizer =
        OptimizerTable.optimizer(golden.settings("optimizer"), model.network().parameters());
    schedule =
        golden.entry().find("schedule").isPresent()
            ? ScheduleTable.schedule(golden.settings("schedule"))
            : Schedules.constant();
    baseRate = optimizer.rate();
    baseMomentum = optimizer.momentum();
    ClipTable.find(golden.settings("clip")).ifPresent(optimizer::before);
    training = compiled ? Program.compile(this::make)::run : this::make;
  }

  private Told make(Tensor x, Tensor y) {
    Tensor loss = lossFunction.of(model.network().apply(x), y);
    var gradients = ParameterGradients.of(loss.backward(), model.network().parameters());
    Tensor norm = Norm.EUCLIDEAN.of(gradients.tensors());
    optimizer.step(gradients);
    Tensor after = model.asIs(() -> lossFunction.of(model.network().apply(x), y));
    return new Told(loss.detach(), norm, after);
  }

  private Tensor input(int step) {
    return GoldenModel.input(golden.entry().get("model"), golden.batch("x", step));
  }

  @Override
  public void step(int step) {
    Tensor x = input(step);
    Tensor y = golden.batch("y", step);
    optimizer.rate(schedule.rate(baseRate, Position.ofStep(step)));
    optimizer.momentum(schedule.momentum(baseMomentum, Position.ofStep(step)));
    rates.add(optimizer.rate());
    var told = training.apply(x, y);
    losses.add(told.loss.item());
    norms.add(told.norm.item());
    lossesAfter.add(told.after.item());
  }

  @Override
  public List<List<Double>> numbers() {
    return List.of(losses, lossesAfter, norms, rates);
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
    findings.compare("lr", rates, 1e-14);
    var tolerance = new Tolerance(0, told.number("param_atol"));
    model.compareParameters(findings, "final", tolerance);
    model.compareBuffers(findings, "final_buffer", tolerance);
    return findings.outcome();
  }
}

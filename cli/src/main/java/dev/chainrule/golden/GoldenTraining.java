package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.loss.Loss;
import dev.chainrule.optim.Optimizer;
import dev.chainrule.optim.ParameterGradients;
import dev.chainrule.schedule.Position;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.schedule.Schedules;
import java.util.ArrayList;
import java.util.List;

/// The training that one case describes.
final class GoldenTraining {
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

  GoldenTraining(GoldenCase golden) {
    this.golden = golden;
    Tensor first = golden.batch("x", 0);
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
  }

  void step(int step) {
    Tensor x = golden.batch("x", step);
    Tensor y = golden.batch("y", step);
    optimizer.rate(schedule.rate(baseRate, Position.ofStep(step)));
    optimizer.momentum(schedule.momentum(baseMomentum, Position.ofStep(step)));
    rates.add(optimizer.rate());
    Tensor loss = lossFunction.of(model.network().apply(x), y);
    losses.add(loss.item());
    var gradients = ParameterGradients.of(loss.backward(), model.network().parameters());
    norms.add(gradients.norm());
    optimizer.step(gradients);
    lossesAfter.add(model.asIs(() -> lossFunction.of(model.network().apply(x), y)).item());
  }

  Outcome outcome() {
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

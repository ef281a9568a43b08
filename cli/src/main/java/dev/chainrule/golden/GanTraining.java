package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.loss.Loss;
import dev.chainrule.nn.Network;
import dev.chainrule.optim.Optimizer;
import dev.chainrule.program.Program;
import java.util.ArrayList;
import java.util.List;

/// The training of a generator G and a discriminator D that one case describes.
///
/// In each step D learns to tell real samples from made ones, then G to make some that D takes for
/// real.
final class GanTraining implements TrajectoryCases.Training {
  private final GoldenCase golden;
  private final GoldenModel generator;
  private final GoldenModel discriminator;
  private final Optimizer generatorOptimizer;
  private final Optimizer discriminatorOptimizer;
  private final Loss loss = LossTable.loss("bce_logits");
  private final List<Double> generatorLosses = new ArrayList<>();
  private final List<Double> discriminatorLosses = new ArrayList<>();

  private final Program.Three<Told> training;

  /// What a step tells: how D and G lost.
  private record Told(Tensor discriminator, Tensor generator) {}

  /// @param compiled whether steps are programs
  GanTraining(GoldenCase golden, boolean compiled) {
    this.golden = golden;
    generator = model("generator", "G", "z_g");
    discriminator = model("discriminator", "D", "real");
    generatorOptimizer = optimizer("opt_g", generator);
    discriminatorOptimizer = optimizer("opt_d", discriminator);
    training = compiled ? Program.compile(this::make)::run : this::make;
  }

  @Override
  public void step(int step) {
    var told =
        training.apply(
            golden.batch("real", step), golden.batch("z_d", step), golden.batch("z_g", step));
    discriminatorLosses.add(told.discriminator.item());
    generatorLosses.add(told.generator.item());
  }

  private Told make(Tensor samples, Tensor noise, Tensor otherNoise) {
    Tensor real = discriminator.network().apply(samples);
    Tensor made = generator.network().apply(noise).detach();
    Tensor told = discriminator.network().apply(made);
    Tensor mistakes = loss.of(real, filled(real, 1)).add(loss.of(told, filled(told, 0)));
    discriminatorOptimizer.step(mistakes.backward());

    Tensor noticed = discriminator.network().apply(generator.network().apply(otherNoise));
    Tensor failure = loss.of(noticed, filled(noticed, 1));
    generatorOptimizer.step(failure.backward());
    return new Told(mistakes.detach(), failure.detach());
  }

  @Override
  public List<List<Double>> numbers() {
    return List.of(discriminatorLosses, generatorLosses);
  }

  @Override
  public List<Network> networks() {
    return List.of(generator.network(), discriminator.network());
  }

  @Override
  public Outcome outcome() {
    var findings = new Findings(golden);
    Settings told = golden.settings("tolerance");
    findings.compare("loss_d", discriminatorLosses, told.number("loss_atol"));
    findings.compare("loss_g", generatorLosses, told.number("loss_atol"));
    var tolerance = new Tolerance(0, told.number("param_atol"));
    generator.compareParameters(findings, "final.G", tolerance);
    discriminator.compareParameters(findings, "final.D", tolerance);
    return findings.outcome();
  }

  private GoldenModel model(String member, String name, String input) {
    Tensor batch = golden.batch(input, 0);
    Shape sample = batch.shape().without(0);
    var type = new TensorType(sample, batch.dtype());
    GoldenModel model = GoldenModel.build(golden.entry().get(member), type, golden.dtype());
    model.load(golden, "init." + name, "init_buffer." + name);
    return model;
  }

  private Optimizer optimizer(String member, GoldenModel model) {
    return OptimizerTable.optimizer(golden.settings(member), model.network().parameters());
  }

  private static Tensor filled(Tensor like, double value) {
    return Tensor.full(like.shape(), value, like.dtype());
  }
}

package dev.chainrule.cli;

import dev.chainrule.learn.Chainrule;
import dev.chainrule.optim.Decay;
import dev.chainrule.optim.UpdateRule;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.schedule.Schedules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// The optimisers and schedules that `train` knows by name.
final class Recipes {
  /// An optimiser for every choice of its numbers, and those that usually work.
  ///
  /// @param momentum the usual share of earlier steps; empty if there is none to choose
  /// @param decay the usual weight decay
  record Optimizer(double rate, OptionalDouble momentum, double decay, Rule rule) {}

  /// Builds an optimiser.
  @FunctionalInterface
  interface Rule {
    UpdateRule of(double rate, double momentum, Decay decay);
  }

  static final Choices<Optimizer> OPTIMIZERS =
      new Choices<>("--optimizer", "optimiser", optimizers());

  /// A schedule for an optimiser's learning rate and the number of steps that training takes.
  @FunctionalInterface
  interface Timed {
    Schedule over(double rate, long steps);
  }

  static final Choices<Timed> SCHEDULES = new Choices<>("--schedule", "schedule", schedules());

  private Recipes() {}

  private static Map<String, Optimizer> optimizers() {
    var all = new LinkedHashMap<String, Optimizer>();
    Rule sgd = (rate, share, decay) -> Chainrule.sgd(rate).momentum(share).decay(decay);
    Rule adam = (rate, share, decay) -> Chainrule.adam(rate).betas(share, 0.999).decay(decay);
    all.put("sgd", with(0.1, 0, 0, sgd));
    all.put("momentum", with(0.01, 0.9, 0, sgd));
    all.put(
        "nesterov",
        with(0.01, 0.9, 0, (rate, share, d) -> Chainrule.sgd(rate).nesterov(share).decay(d)));
    all.put("adam", with(0.001, 0.9, 0, adam));
    all.put("adamw", with(0.001, 0.9, 0.01, adam));
    all.put("radam", without(0.001, (rate, _, decay) -> Chainrule.rAdam(rate).decay(decay)));
    all.put("rmsprop", without(0.001, (rate, _, decay) -> Chainrule.rmsProp(rate).decay(decay)));
    all.put("adagrad", without(0.01, (rate, _, decay) -> Chainrule.adagrad(rate).decay(decay)));
    all.put("adadelta", without(1, (rate, _, decay) -> Chainrule.adadelta(rate).decay(decay)));
    all.put("adamax", without(0.002, (rate, _, decay) -> Chainrule.adamax(rate).decay(decay)));
    all.put("nadam", without(0.002, (rate, _, decay) -> Chainrule.nAdam(rate).decay(decay)));
    all.put(
        "lion", with(1e-4, 0.9, 0, (r, share, d) -> Chainrule.lion(r).momentum(share).decay(d)));
    all.put("muon", with(0.02, 0.95, 0.1, Recipes::muon));
    return all;
  }

  /// Parameters that are no matrices follow AdamW, with the same decay.
  private static UpdateRule muon(double rate, double momentum, Decay decay) {
    var others = Chainrule.adam(3e-4).decay(decay);
    return Chainrule.muon(rate).momentum(momentum).decay(decay).others(others);
  }

  private static Optimizer with(double rate, double momentum, double decay, Rule rule) {
    return new Optimizer(rate, OptionalDouble.of(momentum), decay, rule);
  }

  private static Optimizer without(double rate, Rule rule) {
    return new Optimizer(rate, OptionalDouble.empty(), 0, rule);
  }

  private static Map<String, Timed> schedules() {
    var all = new LinkedHashMap<String, Timed>();
    all.put("constant", (_, _) -> Schedules.constant());
    all.put("cosine", (_, steps) -> Schedules.cosine(steps));
    all.put("step", (_, steps) -> Schedules.step(Math.max(1, steps / 3), 0.1));
    all.put("exponential", (_, steps) -> Schedules.exponential(Math.pow(0.01, 1.0 / steps)));
    all.put("warm-up", (_, steps) -> warmUp(steps));
    all.put("one-cycle", (rate, steps) -> Schedules.oneCycle(rate, Math.max(2, steps)));
    all.put("plateau", (_, _) -> Schedules.reduceOnPlateau(0.5, 5));
    return all;
  }

  /// Rises in the first twentieth of the steps, then falls along a cosine.
  private static Schedule warmUp(long steps) {
    var rise = Math.max(1, steps / 20);
    return Schedules.warmUp(0.05, rise).then(rise, Schedules.cosine(Math.max(1, steps - rise)));
  }
}

package dev.chainrule.cli;

import dev.chainrule.learn.Chainrule;
import dev.chainrule.optim.UpdateRule;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.schedule.Schedules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleFunction;

/// The optimisers and schedules that `train` knows by name.
final class Recipes {
  /// An optimiser for every learning rate, and the rate that usually works.
  record Optimizer(double usualRate, DoubleFunction<UpdateRule> rule) {}

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
    all.put("sgd", new Optimizer(0.1, Chainrule::sgd));
    all.put("momentum", new Optimizer(0.01, rate -> Chainrule.sgd(rate).momentum(0.9)));
    all.put("nesterov", new Optimizer(0.01, rate -> Chainrule.sgd(rate).nesterov(0.9)));
    all.put("adam", new Optimizer(0.001, Chainrule::adam));
    all.put("adamw", new Optimizer(0.001, Chainrule::adamW));
    all.put("rmsprop", new Optimizer(0.001, Chainrule::rmsProp));
    all.put("adagrad", new Optimizer(0.01, Chainrule::adagrad));
    all.put("adadelta", new Optimizer(1, Chainrule::adadelta));
    all.put("adamax", new Optimizer(0.002, Chainrule::adamax));
    return all;
  }

  private static Map<String, Timed> schedules() {
    var all = new LinkedHashMap<String, Timed>();
    all.put("constant", (_, _) -> Schedules.constant());
    all.put("cosine", (_, steps) -> Schedules.cosine(steps));
    all.put("step", (_, steps) -> Schedules.step(Math.max(1, steps / 3), 0.1));
    all.put("exponential", (_, steps) -> Schedules.exponential(Math.pow(0.01, 1.0 / steps)));
    all.put("warm-up", (_, steps) -> warmUp(steps));
    all.put("one-cycle", (rate, steps) -> Schedules.oneCycle(rate, Math.max(2, steps)));
    return all;
  }

  /// Rises in the first twentieth of the steps, then falls along a cosine.
  private static Schedule warmUp(long steps) {
    var rise = Math.max(1, steps / 20);
    return Schedules.warmUp(0.05, rise).then(rise, Schedules.cosine(Math.max(1, steps - rise)));
  }
}

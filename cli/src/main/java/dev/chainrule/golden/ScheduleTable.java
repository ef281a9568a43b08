package dev.chainrule.golden;

import static java.util.Map.entry;

import dev.chainrule.schedule.ConstantFactor;
import dev.chainrule.schedule.Cosine;
import dev.chainrule.schedule.CosineRestarts;
import dev.chainrule.schedule.ExponentialDecay;
import dev.chainrule.schedule.InverseRoot;
import dev.chainrule.schedule.MultiStepDecay;
import dev.chainrule.schedule.OneCycle;
import dev.chainrule.schedule.Polynomial;
import dev.chainrule.schedule.Ramp;
import dev.chainrule.schedule.ReduceOnPlateau;
import dev.chainrule.schedule.Schedule;
import dev.chainrule.schedule.Schedules;
import dev.chainrule.schedule.StepDecay;
import dev.chainrule.schedule.Triangle;
import dev.chainrule.schedule.Triangle.Shrinking;
import dev.chainrule.schedule.WarmUpDecay;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What Chainrule calls each of PyTorch's schedules, with PyTorch's defaults.
final class ScheduleTable {
  private static final Map<String, Function<Settings, Schedule>> SCHEDULES =
      Map.ofEntries(
          entry("StepLR", s -> new StepDecay(s.integer("step_size"), s.number("gamma", 0.1))),
          entry("MultiStepLR", ScheduleTable::multiStep),
          entry("ExponentialLR", s -> new ExponentialDecay(s.number("gamma"))),
          entry("Multiplicative", s -> new ExponentialDecay(s.number("factor"))),
          entry("ConstantLR", s -> new ConstantFactor(s.number("factor", 1.0 / 3), total(s))),
          entry("LinearLR", ScheduleTable::ramp),
          entry("PolynomialLR", s -> new Polynomial(total(s), s.number("power", 1))),
          entry("CosineAnnealingLR", s -> new Cosine(s.integer("T_max"), least(s))),
          entry("CosineAnnealingWarmRestarts", ScheduleTable::restarts),
          entry("OneCycleLR", ScheduleTable::oneCycle),
          entry("CyclicLR", ScheduleTable::cyclic),
          entry("LambdaNoam", s -> new InverseRoot(s.integer("d_model"), s.integer("warmup"))),
          entry("LambdaWarmupLinear", ScheduleTable::warmUpLinear),
          entry("LambdaWarmupCosine", ScheduleTable::warmUpCosine),
          entry("ReduceLROnPlateau", ScheduleTable::plateau),
          entry("Sequential", ScheduleTable::sequential),
          entry("Chained", s -> inner(s).stream().reduce(Schedules.constant(), Schedule::and)));

  private ScheduleTable() {}

  /// Returns a schedule as the manifest describes it: `{"type": "StepLR", "args": {...}}`.
  ///
  /// @throws NotApplicable if Chainrule has no such schedule, or not with these arguments
  static Schedule schedule(Settings described) {
    String type = described.text("type", "");
    Function<Settings, Schedule> schedule = SCHEDULES.get(type);
    if (schedule == null) {
      throw new NotApplicable("there is no schedule " + type);
    }
    Settings arguments = described.inner("args");
    Schedule result = schedule.apply(arguments);
    arguments.checkAllUsed();
    return result;
  }

  private static int total(Settings s) {
    return s.integer("total_iters", 5);
  }

  private static double least(Settings s) {
    return s.number("eta_min", 0);
  }

  private static Schedule multiStep(Settings s) {
    List<Long> milestones = Arrays.stream(s.integers("milestones")).asLongStream().boxed().toList();
    return new MultiStepDecay(milestones, s.number("gamma", 0.1));
  }

  private static Schedule ramp(Settings s) {
    return new Ramp(s.number("start_factor", 1.0 / 3), s.number("end_factor", 1), total(s));
  }

  private static Schedule restarts(Settings s) {
    return new CosineRestarts(s.integer("T_0"), s.integer("T_mult", 1), least(s));
  }

  private static Schedule oneCycle(Settings s) {
    require(s, "div_factor", 25);
    require(s, "final_div_factor", 1e4);
    require(s, "base_momentum", 0.85);
    require(s, "max_momentum", 0.95);
    int steps =
        s.has("total_steps")
            ? s.integer("total_steps")
            : s.integer("epochs") * s.integer("steps_per_epoch");
    boolean linear = s.text("anneal_strategy", "cos").equals("linear");
    boolean threePhase = s.flag("three_phase", false);
    var cycle =
        new OneCycle(s.number("max_lr"), steps, s.number("pct_start", 0.3), threePhase, linear);
    return s.flag("cycle_momentum", true) ? cycle : (base, position) -> cycle.rate(base, position);
  }

  private static Schedule cyclic(Settings s) {
    int up = s.integer("step_size_up", 2000);
    Shrinking shrinking =
        switch (s.text("mode", "triangular")) {
          case "triangular" -> new Shrinking.None();
          case "triangular2" -> new Shrinking.Halving();
          case "exp_range" -> new Shrinking.EveryStep(s.number("gamma", 1));
          default -> throw new NotApplicable("there is no such form of triangles");
        };
    int down = s.integer("step_size_down", up);
    return new Triangle(s.number("base_lr"), s.number("max_lr"), up, down, shrinking);
  }

  private static Schedule warmUpLinear(Settings s) {
    return WarmUpDecay.linear(s.integer("warmup"), s.integer("total"));
  }

  private static Schedule warmUpCosine(Settings s) {
    return WarmUpDecay.cosine(s.integer("warmup"), s.integer("total"), s.number("min_ratio"));
  }

  private static Schedule plateau(Settings s) {
    require(s, "eps", 1e-8);
    if (!s.text("mode", "min").equals("min") || !s.text("threshold_mode", "rel").equals("rel")) {
      throw new NotApplicable("a plateau is always one of falling numbers, by a share");
    }
    return new ReduceOnPlateau(
        s.number("factor", 0.1),
        s.integer("patience", 10),
        s.integer("cooldown", 0),
        s.number("threshold", 1e-4),
        s.number("min_lr", 0));
  }

  private static Schedule sequential(Settings s) {
    List<Schedule> parts = inner(s);
    int[] milestones = s.integers("milestones");
    Schedule last = parts.getLast();
    for (int i = milestones.length - 1; i >= 0; i--) {
      int begin = i == 0 ? 0 : milestones[i - 1];
      last = parts.get(i).then(milestones[i] - begin, last);
    }
    return last;
  }

  private static List<Schedule> inner(Settings s) {
    return s.get("schedulers").items().stream()
        .map(described -> schedule(new Settings(described)))
        .toList();
  }

  /// Refuses a number that Chainrule does not let one choose, unless it is the usual one.
  private static void require(Settings s, String name, double usual) {
    if (s.number(name, usual) != usual) {
      throw new NotApplicable("the argument " + name + " is always " + usual);
    }
  }
}

package dev.chainrule.schedule;

import java.util.Arrays;

/// The schedules by their usual names.
public final class Schedules {
  private Schedules() {}

  /// Returns the optimiser's own rate, always.
  public static Schedule constant() {
    return new ConstantFactor(1, 0);
  }

  /// Returns a rate that falls by a factor every so many steps.
  public static Schedule step(long every, double factor) {
    return new StepDecay(every, factor);
  }

  /// Returns a rate that falls by a factor at given steps.
  public static Schedule multiStep(double factor, long... milestones) {
    return new MultiStepDecay(Arrays.stream(milestones).boxed().toList(), factor);
  }

  /// Returns a rate that falls by the same factor in every step.
  public static Schedule exponential(double factor) {
    return new ExponentialDecay(factor);
  }

  /// Returns a rate that falls to 0 along half a cosine wave.
  public static Schedule cosine(long steps) {
    return new Cosine(steps, 0);
  }

  /// Returns a rate that falls along cosine waves, each longer by a factor than the one before.
  public static Schedule cosineRestarts(long steps, int growth) {
    return new CosineRestarts(steps, growth, 0);
  }

  /// Returns a rate that rises evenly from a share of the base to the base.
  public static Schedule warmUp(double from, long steps) {
    return new Ramp(from, 1, steps);
  }

  /// Returns a rate that rises to a peak and falls far below its start.
  public static Schedule oneCycle(double peak, long steps) {
    return OneCycle.of(peak, steps);
  }

  /// Returns a rate that falls to 0 along a power.
  public static Schedule polynomial(long steps, double power) {
    return new Polynomial(steps, power);
  }

  /// Returns a rate that falls by a factor when epochs no longer bring anything.
  public static Schedule reduceOnPlateau(double factor, int patience) {
    return ReduceOnPlateau.of(factor, patience);
  }
}

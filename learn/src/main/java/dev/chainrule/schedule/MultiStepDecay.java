package dev.chainrule.schedule;

import java.util.List;

/// A rate that falls by a factor at given steps.
///
/// `base · factor^k`, where k of the milestones were reached.
///
/// @param milestones numbers of steps; one that is listed twice counts twice
/// @param factor what the rate is multiplied by, at least 0
public record MultiStepDecay(List<Long> milestones, double factor) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public MultiStepDecay {
    milestones = List.copyOf(milestones);
    milestones.forEach(step -> Check.atLeastZero("MultiStepDecay", "milestone", step));
    Check.atLeastZero("MultiStepDecay", "factor", factor);
  }

  @Override
  public double rate(double base, Position position) {
    long reached = milestones.stream().filter(step -> step <= position.step()).count();
    return base * Math.pow(factor, (double) reached);
  }
}

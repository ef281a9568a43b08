package dev.chainrule.schedule;

/// A schedule that changes the rate between epochs only.
///
/// @param schedule counts epochs as if they were steps
public record EveryEpoch(Schedule schedule) implements Schedule {
  @Override
  public double rate(double base, Position position) {
    return schedule.rate(base, position.withStep(position.epoch()));
  }

  @Override
  public double momentum(double base, Position position) {
    return schedule.momentum(base, position.withStep(position.epoch()));
  }
}

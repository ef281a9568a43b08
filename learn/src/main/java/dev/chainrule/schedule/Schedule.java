package dev.chainrule.schedule;

/// How the learning rate changes while training.
///
/// A schedule is a function of the position alone and keeps nothing from call to call, so training
/// that is resumed goes on with the same rates. It counts steps; [#everyEpoch] makes it count
/// epochs.
///
/// ```
/// var schedule = warmUp(0.1, 500).then(500, cosine(9_500));
/// double rate = schedule.rate(0.1, Position.ofStep(1_000));
/// ```
@FunctionalInterface
public interface Schedule {
  /// Returns the learning rate of the step that comes after a position.
  ///
  /// @param base the optimiser's own learning rate
  double rate(double base, Position position);

  /// Returns the momentum of the step that comes after a position; most schedules leave it alone.
  ///
  /// @param base the optimiser's own momentum
  default double momentum(double base, Position position) {
    return base;
  }

  /// Returns this schedule for some steps and then another, which counts its steps from its own
  /// start.
  default Schedule then(long steps, Schedule next) {
    return new Sequence(this, steps, next);
  }

  /// Returns the schedule that applies this one to the base and then another to the result: the
  /// factors multiply.
  default Schedule and(Schedule other) {
    return (base, position) -> other.rate(rate(base, position), position);
  }

  /// Returns this schedule counting epochs instead of steps.
  default Schedule everyEpoch() {
    return new EveryEpoch(this);
  }
}

package dev.chainrule.schedule;

/// One schedule after another.
///
/// @param first in force at the start
/// @param steps how many steps it lasts
/// @param second in force afterwards; it sees step 0 when it begins
public record Sequence(Schedule first, long steps, Schedule second) implements Schedule {
  /// @throws IllegalArgumentException if `steps` is negative
  public Sequence {
    Check.atLeastZero("Sequence", "steps", steps);
  }

  @Override
  public double rate(double base, Position position) {
    return position.step() < steps
        ? first.rate(base, position)
        : second.rate(base, position.withStep(position.step() - steps));
  }

  @Override
  public double momentum(double base, Position position) {
    return position.step() < steps
        ? first.momentum(base, position)
        : second.momentum(base, position.withStep(position.step() - steps));
  }
}

package dev.chainrule.schedule;

/// A rate that is multiplied by one factor for some steps, or for ever.
///
/// @param factor what the base is multiplied by, at least 0
/// @param steps how many steps it lasts; afterwards the rate is the base
public record ConstantFactor(double factor, long steps) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public ConstantFactor {
    Check.atLeastZero("ConstantFactor", "factor", factor);
    Check.atLeastZero("ConstantFactor", "steps", steps);
  }

  @Override
  public double rate(double base, Position position) {
    return position.step() < steps ? base * factor : base;
  }
}

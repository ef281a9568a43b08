package dev.chainrule.schedule;

/// A rate that falls to 0 along a power: `base · (1 − min(step, steps) / steps)^power`.
///
/// @param steps how many steps it takes, at least 1
/// @param power 1 falls evenly, more falls fast at first; at least 0
public record Polynomial(long steps, double power) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public Polynomial {
    Check.aboveZero("Polynomial", "steps", steps);
    Check.atLeastZero("Polynomial", "power", power);
  }

  @Override
  public double rate(double base, Position position) {
    double done = (double) Math.min(position.step(), steps) / (double) steps;
    return base * Math.pow(1 - done, power);
  }
}

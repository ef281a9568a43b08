package dev.chainrule.schedule;

/// A rate whose factor changes evenly from one number to another, and stays there: warm-up, or a
/// linear fall.
///
/// `base · (from + (to − from) · min(step, steps) / steps)`
///
/// @param from the factor at the start, at least 0
/// @param to the factor at the end, at least 0
/// @param steps how many steps it takes, at least 1
public record Ramp(double from, double to, long steps) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public Ramp {
    Check.atLeastZero("Ramp", "from", from);
    Check.atLeastZero("Ramp", "to", to);
    Check.aboveZero("Ramp", "steps", steps);
  }

  @Override
  public double rate(double base, Position position) {
    double done = (double) Math.min(position.step(), steps) / (double) steps;
    return base * (from + (to - from) * done);
  }
}

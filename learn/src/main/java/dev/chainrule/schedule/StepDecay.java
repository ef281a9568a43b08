package dev.chainrule.schedule;

/// A rate that falls by a factor every so many steps: `base · factor^⌊step / every⌋`.
///
/// @param every the number of steps between two falls, at least 1
/// @param factor what the rate is multiplied by, at least 0
public record StepDecay(long every, double factor) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public StepDecay {
    Check.aboveZero("StepDecay", "every", every);
    Check.atLeastZero("StepDecay", "factor", factor);
  }

  @Override
  public double rate(double base, Position position) {
    double decays = Math.floor((double) position.step() / every);
    return base * Math.pow(factor, decays);
  }
}

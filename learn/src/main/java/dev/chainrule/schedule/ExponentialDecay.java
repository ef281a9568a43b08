package dev.chainrule.schedule;

/// A rate that falls by the same factor in every step: `base · factor^step`.
///
/// @param factor what the rate is multiplied by, at least 0
public record ExponentialDecay(double factor) implements Schedule {
  /// @throws IllegalArgumentException if `factor` is negative
  public ExponentialDecay {
    Check.atLeastZero("ExponentialDecay", "factor", factor);
  }

  @Override
  public double rate(double base, Position position) {
    return base * Math.pow(factor, (double) position.step());
  }
}

package dev.chainrule.schedule;

/// A rate that falls along half a cosine wave, jumps up and falls again, every time more slowly.
///
/// **Source**: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
/// ICLR 2017.
///
/// @param steps how many steps the first fall takes, at least 1
/// @param growth how many times longer each fall is than the one before, a whole number of at least
///   1
/// @param least the lowest rate, at least 0
public record CosineRestarts(long steps, int growth, double least) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public CosineRestarts {
    Check.aboveZero("CosineRestarts", "steps", steps);
    Check.aboveZero("CosineRestarts", "growth", growth);
    Check.atLeastZero("CosineRestarts", "least", least);
  }

  @Override
  public double rate(double base, Position position) {
    long begun = position.step();
    long length = steps;
    if (growth == 1) {
      begun %= steps;
    }
    while (begun >= length) {
      begun -= length;
      length *= growth;
    }
    return Cosine.between(base, least, (double) begun / (double) length);
  }
}

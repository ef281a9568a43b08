package dev.chainrule.schedule;

/// A rate that falls along half a cosine wave, and rises again if it goes on.
///
/// `least + (base − least) · (1 + cos(π · step / steps)) / 2`
///
/// **Source**: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
/// ICLR 2017.
///
/// @param steps how many steps it takes down, at least 1
/// @param least the lowest rate, at least 0
public record Cosine(long steps, double least) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public Cosine {
    Check.aboveZero("Cosine", "steps", steps);
    Check.atLeastZero("Cosine", "least", least);
  }

  @Override
  public double rate(double base, Position position) {
    return between(base, least, (double) position.step() / (double) steps);
  }

  /// Returns the number that lies on half a cosine wave from one to another.
  static double between(double from, double to, double done) {
    return to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2;
  }
}

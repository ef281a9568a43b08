package dev.chainrule.schedule;

/// A rate that goes up and down between two numbers, again and again, while the momentum does the
/// opposite: it goes between 0.9 and 0.8 for optimisers that have it.
///
/// **Source**: L. N. Smith, "Cyclical learning rates for training neural networks", WACV 2017.
///
/// @param low the lowest rate, at least 0
/// @param high the highest rate, at least `low`
/// @param up how many steps a rise takes, at least 1
/// @param down how many steps a fall takes, at least 1
/// @param shrinking how the height changes from cycle to cycle
public record Triangle(double low, double high, long up, long down, Shrinking shrinking)
    implements Schedule {
  private static final double MOST_MOMENTUM = 0.9;
  private static final double LEAST_MOMENTUM = 0.8;

  /// How the height of the triangles changes.
  public sealed interface Shrinking {
    /// All are equally high.
    record None() implements Shrinking {}

    /// Each is half as high as the one before.
    record Halving() implements Shrinking {}

    /// The height is multiplied by a factor in every step.
    ///
    /// @param factor the factor
    record EveryStep(double factor) implements Shrinking {}
  }

  /// @throws IllegalArgumentException if a number is out of range
  public Triangle {
    Check.atLeastZero("Triangle", "low", low);
    Check.atLeastZero("Triangle", "high − low", high - low);
    Check.aboveZero("Triangle", "up", up);
    Check.aboveZero("Triangle", "down", down);
  }

  @Override
  public double rate(double base, Position position) {
    return low + (high - low) * height(position.step());
  }

  @Override
  public double momentum(double base, Position position) {
    return base == 0
        ? 0
        : MOST_MOMENTUM - (MOST_MOMENTUM - LEAST_MOMENTUM) * height(position.step());
  }

  /// How far the rate is above the lowest, as a share of the first triangle's height.
  private double height(long step) {
    long length = up + down;
    long place = step % length;
    double height =
        place <= up ? (double) place / (double) up : (double) (length - place) / (double) down;
    return height * scale(step / length, step);
  }

  private double scale(long cycle, long step) {
    return switch (shrinking) {
      case Shrinking.None() -> 1;
      case Shrinking.Halving() -> Math.pow(2, (double) -cycle);
      case Shrinking.EveryStep(double factor) -> Math.pow(factor, (double) step);
    };
  }
}

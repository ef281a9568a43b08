package dev.chainrule.schedule;

/// A rate that falls when epochs no longer bring anything: after more than `patience` epochs
/// without a new best of the monitored number, it is multiplied by `factor`; then `cooldown` epochs
/// are not counted.
///
/// Everything is found anew from the monitored numbers every time, so there is nothing to restore.
///
/// @param factor what the rate is multiplied by, from 0 to 1
/// @param patience how many epochs without a new best are borne, at least 0
/// @param cooldown how many epochs after a fall are not counted, at least 0
/// @param threshold by what share a number must be below the best to count, from 0 to 1
/// @param least the lowest rate, at least 0
public record ReduceOnPlateau(
    double factor, int patience, int cooldown, double threshold, double least) implements Schedule {
  /// A fall smaller than this is left out, as PyTorch does.
  private static final double SMALLEST_CHANGE = 1e-8;

  /// @throws IllegalArgumentException if a number is out of range
  public ReduceOnPlateau {
    Check.share("ReduceOnPlateau", "factor", factor);
    Check.atLeastZero("ReduceOnPlateau", "patience", patience);
    Check.atLeastZero("ReduceOnPlateau", "cooldown", cooldown);
    Check.share("ReduceOnPlateau", "threshold", threshold);
    Check.atLeastZero("ReduceOnPlateau", "least", least);
  }

  /// Returns the rule without cooldown, with PyTorch's threshold of 0.0001.
  public static ReduceOnPlateau of(double factor, int patience) {
    return new ReduceOnPlateau(factor, patience, 0, 1e-4, 0);
  }

  @Override
  public double rate(double base, Position position) {
    double rate = base;
    double best = Double.POSITIVE_INFINITY;
    int bad = 0;
    int waiting = 0;
    for (double value : position.monitored()) {
      boolean better = value < best * (1 - threshold);
      best = better ? value : best;
      bad = better ? 0 : bad + 1;
      if (waiting > 0) {
        waiting--;
        bad = 0;
      }
      if (bad > patience) {
        double next = Math.max(rate * factor, least);
        rate = rate - next > SMALLEST_CHANGE ? next : rate;
        waiting = cooldown;
        bad = 0;
      }
    }
    return rate;
  }
}

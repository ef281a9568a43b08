package dev.chainrule.metric;

import java.util.Locale;

/// A measured number that knows how to be read and compared; `toString` gives `accuracy 97.93 %`.
///
/// @param name what was measured
/// @param value the number
/// @param kind how to read it
public record Score(String name, double value, Kind kind) {
  /// How a score is written and which direction is better.
  public enum Kind {
    /// A share of 0..1, written in percent; more is better.
    SHARE,
    /// An error of 0 or more in the targets' unit or its square; less is better.
    ERROR,
    /// A coefficient with 1 as its best value; more is better.
    COEFFICIENT
  }

  /// Returns whether this score is strictly better than another of the same metric; NaN is never
  /// better.
  public boolean isBetterThan(Score other) {
    return switch (kind) {
      case SHARE, COEFFICIENT -> value > other.value;
      case ERROR -> value < other.value;
    };
  }

  /// Returns the number alone: `97.93 %`, `0.01234`.
  public String text() {
    return switch (kind) {
      case SHARE -> String.format(Locale.ROOT, "%.2f %%", 100 * value);
      case ERROR -> significant(value);
      case COEFFICIENT -> String.format(Locale.ROOT, "%.4f", value);
    };
  }

  @Override
  public String toString() {
    return name + " " + text();
  }

  /// Five significant digits, without an exponent where that is still readable.
  private static String significant(double value) {
    boolean plain = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9);
    if (!plain) {
      return String.format(Locale.ROOT, "%.4e", value);
    }
    int whole = value == 0 ? 1 : (int) Math.floor(Math.log10(Math.abs(value))) + 1;
    return String.format(Locale.ROOT, "%." + Math.max(0, 5 - whole) + "f", value);
  }
}

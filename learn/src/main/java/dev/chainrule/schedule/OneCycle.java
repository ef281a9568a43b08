package dev.chainrule.schedule;

/// A rate that rises to a peak and falls far below its start, while the momentum does the opposite.
///
/// It starts at `peak / 25`, reaches the peak after the share `rising` of the steps, and ends at a
/// 10,000th of the start. In three phases it falls back to the start as slowly as it rose, and then
/// further. The optimiser's own rate plays no part. Momentum goes between 0.95 and 0.85 for
/// optimisers that have it.
///
/// **Source**: L. N. Smith, N. Topin, "Super-convergence", 2018, in the form in which PyTorch has
/// it.
///
/// @param peak the highest rate, above 0
/// @param steps how many steps the cycle has, at least 2
/// @param rising the share of the steps in which the rate rises, from 0 to 1
/// @param threePhase whether the fall has two parts
/// @param linear whether rates lie on straight lines instead of cosine waves
public record OneCycle(double peak, long steps, double rising, boolean threePhase, boolean linear)
    implements Schedule {
  private static final double START = 1.0 / 25;
  private static final double END = 1e-4;
  private static final double MOST_MOMENTUM = 0.95;
  private static final double LEAST_MOMENTUM = 0.85;

  /// @throws IllegalArgumentException if a number is out of range
  public OneCycle {
    Check.aboveZero("OneCycle", "peak", peak);
    Check.aboveZero("OneCycle", "steps − 1", steps - 1);
    Check.share("OneCycle", "rising", rising);
  }

  /// Returns the usual cycle: up in 30 % of the steps, along cosine waves.
  public static OneCycle of(double peak, long steps) {
    return new OneCycle(peak, steps, 0.3, false, false);
  }

  @Override
  public double rate(double base, Position position) {
    double start = peak * START;
    return at(position.step(), start, peak, start * END, start);
  }

  @Override
  public double momentum(double base, Position position) {
    return base == 0
        ? 0
        : at(position.step(), MOST_MOMENTUM, LEAST_MOMENTUM, MOST_MOMENTUM, MOST_MOMENTUM);
  }

  private double at(long step, double start, double turn, double end, double back) {
    double done = (double) step;
    double last = (double) (steps - 1);
    double top = rising * (double) steps - 1;
    double low = 2 * top;
    if (done <= top) {
      return between(start, turn, share(done, top));
    }
    if (threePhase && done <= low) {
      return between(turn, back, share(done - top, low - top));
    }
    return threePhase
        ? between(back, end, share(done - low, last - low))
        : between(turn, end, share(done - top, last - top));
  }

  private static double share(double place, double length) {
    return length > 0 ? Math.min(1, place / length) : 1;
  }

  private double between(double from, double to, double done) {
    return linear ? from + (to - from) * done : Cosine.between(from, to, done);
  }
}

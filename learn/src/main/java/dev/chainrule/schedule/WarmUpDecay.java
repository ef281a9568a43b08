package dev.chainrule.schedule;

/// A rate that rises evenly from the first step to the base, and then falls until the end.
///
/// In step `n`, from 1, of the rise `base · n / warmUp`; afterwards evenly to 0, or along half a
/// cosine wave to `base · least`.
///
/// @param warmUp how many steps the rate rises, at least 1
/// @param steps how many steps there are in all, more than `warmUp`
/// @param cosine whether it falls along a cosine wave
/// @param least the share of the base at the end of the wave, from 0 to 1; 0 for an even fall
public record WarmUpDecay(long warmUp, long steps, boolean cosine, double least)
    implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public WarmUpDecay {
    Check.aboveZero("WarmUpDecay", "warmUp", warmUp);
    Check.aboveZero("WarmUpDecay", "steps − warmUp", steps - warmUp);
    Check.share("WarmUpDecay", "least", least);
    if (!cosine && least != 0) {
      throw new IllegalArgumentException(
          "WarmUpDecay: least is " + least + "; an even fall ends at 0");
    }
  }

  /// Returns a rise and an even fall to 0.
  public static WarmUpDecay linear(long warmUp, long steps) {
    return new WarmUpDecay(warmUp, steps, false, 0);
  }

  /// Returns a rise and a fall along half a cosine wave.
  public static WarmUpDecay cosine(long warmUp, long steps, double least) {
    return new WarmUpDecay(warmUp, steps, true, least);
  }

  @Override
  public double rate(double base, Position position) {
    double rise = (double) (position.step() + 1) / (double) warmUp;
    double done = (double) (position.step() - warmUp) / (double) (steps - warmUp);
    if (cosine) {
      return base * (position.step() < warmUp ? rise : Cosine.between(1, least, done));
    }
    return base * Math.min(rise, Math.max(0, 1 - done));
  }
}

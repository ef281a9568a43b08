package dev.chainrule.schedule;

/// A rate that rises evenly and then falls with the root of the step count, as for transformers.
///
/// `base / √width · min(n^−½, n · warmUp^−1½)` for step `n`, from 1.
///
/// **Source**: A. Vaswani et al., "Attention is all you need", NeurIPS 2017, section 5.3.
///
/// @param width the number of features of the model, at least 1
/// @param warmUp how many steps the rate rises, at least 1
public record InverseRoot(int width, long warmUp) implements Schedule {
  /// @throws IllegalArgumentException if a number is out of range
  public InverseRoot {
    Check.aboveZero("InverseRoot", "width", width);
    Check.aboveZero("InverseRoot", "warmUp", warmUp);
  }

  @Override
  public double rate(double base, Position position) {
    double n = (double) (position.step() + 1);
    return base
        / Math.sqrt(width)
        * Math.min(1 / Math.sqrt(n), n * Math.pow((double) warmUp, -1.5));
  }
}

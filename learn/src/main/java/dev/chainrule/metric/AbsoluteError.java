package dev.chainrule.metric;

/// The mean of the absolute differences: `(1/n) Σ |prediction − target|`.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | any | the predictions, any numbers |
/// | targets | the same; `[n]` fits `[n, 1]` | the true numbers |
/// | result | | ≥ 0, in the targets' unit |
public record AbsoluteError() implements Metric<Score> {
  @Override
  public String name() {
    return "mean absolute error";
  }

  @Override
  public Meter<Score> meter() {
    return new MeanDifference(name(), Math::abs, mean -> mean);
  }
}

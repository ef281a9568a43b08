package dev.chainrule.metric;

/// The mean of the squared differences: `(1/n) Σ (prediction − target)²`.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | any | the predictions, any numbers |
/// | targets | the same; `[n]` fits `[n, 1]` | the true numbers |
/// | result | | ≥ 0, in the targets' unit squared |
public record SquaredError() implements Metric<Score> {
  @Override
  public String name() {
    return "mean squared error";
  }

  @Override
  public Meter<Score> meter() {
    return new MeanDifference(name(), d -> d * d, mean -> mean);
  }
}

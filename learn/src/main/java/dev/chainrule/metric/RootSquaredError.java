package dev.chainrule.metric;

/// The root of the mean squared difference: `√((1/n) Σ (prediction − target)²)`.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | any | the predictions, any numbers |
/// | targets | the same; `[n]` fits `[n, 1]` | the true numbers |
/// | result | | ≥ 0, in the targets' unit |
public record RootSquaredError() implements Metric<Score> {
  @Override
  public String name() {
    return "root mean squared error";
  }

  @Override
  public Meter<Score> meter() {
    return new MeanDifference(name(), d -> d * d, Math::sqrt);
  }
}

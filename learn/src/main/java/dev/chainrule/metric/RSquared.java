package dev.chainrule.metric;

import dev.chainrule.Tensor;

/// The share of the targets' variance that the predictions explain.
///
/// `R² = 1 − Σ (t − p)² / Σ (t − mean(t))²`
///
/// 1 is perfect, 0 is as good as always predicting the targets' mean, below 0 is worse. With
/// several outputs a sample it is the mean over the outputs. Where all targets of an output are
/// equal it is 1 for perfect predictions, else 0.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | `[n, ...]` | the predictions, any numbers |
/// | targets | the same; `[n]` fits `[n, 1]` | the true numbers |
/// | result | | ≤ 1 |
///
/// **Source**: B. P. Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4 (1962), for the variance in one pass.
public record RSquared() implements Metric<Score> {
  @Override
  public String name() {
    return "R²";
  }

  @Override
  public Meter<Score> meter() {
    return new Sums(name());
  }

  private static final class Sums implements Meter<Score> {
    private final String name;
    private long samples;
    private double[] mean = new double[0];
    private double[] spread = new double[0];
    private double[] residual = new double[0];

    Sums(String name) {
      this.name = name;
    }

    @Override
    public void update(Tensor scores, Tensor targets) {
      Differences batch = Differences.of(name, scores, targets);
      int outputs = batch.outputs();
      if (samples == 0) {
        mean = new double[outputs];
        spread = new double[outputs];
        residual = new double[outputs];
      } else if (outputs != mean.length) {
        throw new IllegalArgumentException(
            "%s: the batch has %d outputs a sample, the batches before had %d"
                .formatted(name, outputs, mean.length));
      }
      for (int start = 0; start < batch.count(); start += outputs) {
        samples++;
        for (int i = 0; i < outputs; i++) {
          add(i, batch.target(start + i), batch.at(start + i));
        }
      }
    }

    private void add(int output, double target, double difference) {
      double before = target - mean[output];
      mean[output] += before / samples;
      spread[output] += before * (target - mean[output]);
      residual[output] += difference * difference;
    }

    @Override
    public Score result() {
      Metrics.requireSamples(name, samples);
      double sum = 0;
      for (int i = 0; i < mean.length; i++) {
        boolean constant = spread[i] == 0;
        double perfect = residual[i] == 0 ? 1 : 0;
        sum += constant ? perfect : 1 - residual[i] / spread[i];
      }
      return new Score(name, sum / mean.length, Score.Kind.COEFFICIENT);
    }
  }
}

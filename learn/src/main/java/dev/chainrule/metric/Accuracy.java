package dev.chainrule.metric;

import dev.chainrule.Tensor;

/// The share of samples whose true class is among the `top` highest scores.
///
/// With `top` 1, the share whose highest score is the true class. Of equal scores the lower class
/// counts as higher.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | `[..., classes]`; for two classes also `[n]`, `[..., 1]` | alone, above 0 means 1 |
/// | targets | `[...]`; as one-hot rows `[..., classes]` | whole numbers `0 .. classes − 1` |
///
/// @param top how many of the highest scores count, at least 1
public record Accuracy(int top) implements Metric<Score> {
  /// @throws IllegalArgumentException if `top` is below 1
  public Accuracy {
    if (top < 1) {
      throw new IllegalArgumentException("Accuracy: top is " + top + "; expected 1 or more");
    }
  }

  @Override
  public String name() {
    return top == 1 ? "accuracy" : "top-" + top + " accuracy";
  }

  @Override
  public Meter<Score> meter() {
    return new Meter<>() {
      private long hits;
      private long samples;

      @Override
      public void update(Tensor scores, Tensor targets) {
        ClassScores batch = ClassScores.of(name(), scores, targets);
        for (int row = 0; row < batch.rows(); row++) {
          hits += batch.rank(row) < top ? 1 : 0;
        }
        samples += batch.rows();
      }

      @Override
      public Score result() {
        Metrics.requireSamples(name(), samples);
        return new Score(name(), (double) hits / samples, Score.Kind.SHARE);
      }
    };
  }
}

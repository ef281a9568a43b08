package dev.chainrule.metric;

import dev.chainrule.Tensor;
import java.util.function.DoubleUnaryOperator;

/// The measurement behind the error metrics: the mean of a function of all differences, finished by
/// another.
final class MeanDifference implements Meter<Score> {
  private final String name;
  private final DoubleUnaryOperator each;
  private final DoubleUnaryOperator finish;
  private double sum;
  private long count;

  MeanDifference(String name, DoubleUnaryOperator each, DoubleUnaryOperator finish) {
    this.name = name;
    this.each = each;
    this.finish = finish;
  }

  @Override
  public void update(Tensor scores, Tensor targets) {
    Differences batch = Differences.of(name, scores, targets);
    // One running sum in the order of the elements, so that the cut into batches does not show.
    for (int i = 0; i < batch.count(); i++) {
      sum += each.applyAsDouble(batch.at(i));
    }
    count += batch.count();
  }

  @Override
  public Score result() {
    Metrics.requireSamples(name, count);
    return new Score(name, finish.applyAsDouble(sum / count), Score.Kind.ERROR);
  }
}

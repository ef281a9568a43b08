package dev.chainrule.metric;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.Arrays;

/// Predicted and true numbers of a batch, checked to have the same shape; `[n]` and `[n, 1]` count
/// as the same.
final class Differences {
  private final int outputs;
  private final double[] predictions;
  private final double[] targets;

  private Differences(int outputs, double[] predictions, double[] targets) {
    this.outputs = outputs;
    this.predictions = predictions;
    this.targets = targets;
  }

  static Differences of(String metric, Tensor predictions, Tensor targets) {
    int[] sizes = predictions.shape().sizes();
    if (!Arrays.equals(withoutUnit(sizes), withoutUnit(targets.shape().sizes()))) {
      throw new ShapeException(
          "%s: predictions %s and targets %s differ in shape"
              .formatted(metric, predictions.shape(), targets.shape()));
    }
    int elements = predictions.shape().elements();
    int outputs = sizes.length == 0 || sizes[0] == 0 ? 1 : elements / sizes[0];
    return new Differences(outputs, predictions.toDoubleArray(), targets.toDoubleArray());
  }

  /// How many numbers a sample has.
  int outputs() {
    return outputs;
  }

  int count() {
    return predictions.length;
  }

  double target(int element) {
    return targets[element];
  }

  /// Prediction minus target of an element.
  double at(int element) {
    return predictions[element] - targets[element];
  }

  private static int[] withoutUnit(int[] sizes) {
    boolean unit = sizes.length > 1 && sizes[sizes.length - 1] == 1;
    return unit ? Arrays.copyOf(sizes, sizes.length - 1) : sizes;
  }
}

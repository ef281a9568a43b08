package dev.chainrule.train;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.data.Dataset;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.BatchNorm;
import dev.chainrule.nn.Dense;
import dev.chainrule.nn.Dropout;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Sequential;

/// Small data and networks for tests of training.
final class Toys {
  private Toys() {}

  /// Points on a plane, labelled by the signs of their coordinates: XOR.
  static Dataset quadrants(int count) {
    float[][] inputs = new float[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      float x = (float) Math.sin(1.3 * i + 0.2);
      float y = (float) Math.cos(2.1 * i);
      inputs[i] = new float[] {x, y};
      labels[i] = x * y > 0 ? 1 : 0;
    }
    return Dataset.of(inputs, labels);
  }

  /// Points on a line, `y = 2x + 1`.
  static Dataset line(int count) {
    float[] inputs = new float[count];
    float[] targets = new float[count];
    for (int i = 0; i < count; i++) {
      inputs[i] = (float) Math.sin(i);
      targets[i] = 2 * inputs[i] + 1;
    }
    return Dataset.of(
        Tensor.of(inputs, Shape.of(count, 1)), Tensor.of(targets, Shape.of(count, 1)));
  }

  /// A network for [#quadrants].
  static Layer network() {
    return Sequential.of(Dense.of(8), Activation.TANH, Dense.of(2));
  }

  /// A network for [#quadrants] with everything that changes while training: random elements and
  /// running numbers.
  static Layer networkWithState() {
    return Sequential.of(
        Dense.of(8), BatchNorm.standard(), Activation.TANH, new Dropout(0.2), Dense.of(2));
  }
}

package dev.chainrule.benchmarks;

import java.util.List;
import java.util.SplittableRandom;

/// A network of dense layers with ReLU between them, trained on one batch of random numbers.
///
/// @param sizes the inputs, then the neurons of every layer; the last are classes
/// @param adam whether it is trained by Adam, else by plain descent
record DenseWorkload(String title, List<Integer> sizes, int batch, double rate, boolean adam) {
  static final List<DenseWorkload> ALL =
      List.of(
          new DenseWorkload("784-128-10, batch 64, SGD", List.of(784, 128, 10), 64, 0.1, false),
          new DenseWorkload(
              "784-2048-2048-10, batch 256, Adam", List.of(784, 2048, 2048, 10), 256, 1e-4, true),
          new DenseWorkload("2-8-2, batch 4, SGD", List.of(2, 8, 2), 4, 0.1, false));

  int layers() {
    return sizes.size() - 1;
  }

  int inputs() {
    return sizes.getFirst();
  }

  int classes() {
    return sizes.getLast();
  }

  /// Returns the inputs of all examples, one after the other.
  float[] examples() {
    return random(1, batch * inputs(), 1);
  }

  /// Returns the classes of all examples.
  int[] labels() {
    return new SplittableRandom(2).ints(batch, 0, classes()).toArray();
  }

  /// Returns the initial weight of a layer, `[in, out]`.
  float[] weight(int layer) {
    int in = sizes.get(layer);
    return random(3 + layer, in * sizes.get(layer + 1), Math.sqrt(6.0 / in));
  }

  private static float[] random(int seed, int length, double bound) {
    var random = new SplittableRandom(seed);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextDouble(-bound, bound);
    }
    return numbers;
  }
}

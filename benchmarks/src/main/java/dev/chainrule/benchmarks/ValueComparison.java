package dev.chainrule.benchmarks;

import dev.chainrule.Value;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/// The time that [Value] takes for a node: a network of 3-16-16-1 neurons with tanh on one example,
/// the graph built anew, forward, backward.
///
/// Argument: the number of rounds (default 15). Nodes are the numbers that were computed, not the
/// leaves.
public final class ValueComparison {
  private static final int[] SIZES = {3, 16, 16, 1};
  private static final int STEPS = 2000;
  private static final int WARM_UP_ROUNDS = 5;

  private ValueComparison() {}

  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    var random = new SplittableRandom(1);
    var weights = new Value[SIZES.length - 1][];
    for (int layer = 0; layer < weights.length; layer++) {
      weights[layer] = new Value[SIZES[layer + 1] * (SIZES[layer] + 1)];
      Arrays.setAll(weights[layer], _ -> Value.of(random.nextDouble(-0.5, 0.5)));
    }
    double[] nanos = new double[rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      long start = System.nanoTime();
      for (int step = 0; step < STEPS; step++) {
        loss(weights).backward();
      }
      if (round >= 0) {
        nanos[round] = (System.nanoTime() - start) / (double) STEPS / nodes();
      }
    }
    IO.println(
        String.format(
            Locale.ROOT,
            "%d nodes: %.1f ns a node (quartiles %.1f–%.1f)",
            nodes(),
            Quantiles.of(nanos, 0.5),
            Quantiles.of(nanos, 0.25),
            Quantiles.of(nanos, 0.75)));
  }

  private static Value loss(Value[][] weights) {
    Value[] x = {Value.of(0.1), Value.of(0.2), Value.of(0.3)};
    for (var layer : weights) {
      x = neurons(x, layer);
    }
    return x[0].sub(1).pow(2);
  }

  private static Value[] neurons(Value[] x, Value[] weights) {
    var result = new Value[weights.length / (x.length + 1)];
    int next = 0;
    for (int j = 0; j < result.length; j++) {
      var sum = weights[next++];
      for (var input : x) {
        sum = sum.add(input.mul(weights[next++]));
      }
      result[j] = sum.tanh();
    }
    return result;
  }

  /// A product and a sum for every weight, tanh of every neuron, the difference and its square.
  private static int nodes() {
    int nodes = 2;
    for (int layer = 1; layer < SIZES.length; layer++) {
      nodes += SIZES[layer] * (2 * SIZES[layer - 1] + 1);
    }
    return nodes;
  }
}

package dev.chainrule.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/// Causal attention in arrays of DJL, which has no block of it.
final class DjlAttention {
  private final int heads;

  /// Minus infinity where a step would look ahead, `[time, time]`.
  private final NDArray mask;

  DjlAttention(NDManager manager, int heads, int time) {
    this.heads = heads;
    float[] ahead = new float[time * time];
    for (int i = 0; i < time; i++) {
      for (int j = i + 1; j < time; j++) {
        ahead[i * time + j] = Float.NEGATIVE_INFINITY;
      }
    }
    mask = manager.create(ahead, new Shape(time, time));
  }

  /// Returns what each step gathers, `[batch, time, size]`.
  ///
  /// @param projected queries, keys and values side by side, `[batch, time, 3 · size]`
  NDArray of(NDArray projected) {
    long batch = projected.getShape().get(0);
    long time = projected.getShape().get(1);
    long features = projected.getShape().get(2) / 3 / heads;
    var parts =
        projected.reshape(batch, time, 3, heads, features).transpose(2, 0, 3, 1, 4).split(3);
    var queries = parts.get(0).squeeze(0);
    var keys = parts.get(1).squeeze(0);
    var values = parts.get(2).squeeze(0);
    var scores = queries.mul(1 / Math.sqrt((double) features)).matMul(keys.transpose(0, 1, 3, 2));
    var gathered = scores.add(mask).softmax(-1).matMul(values);
    return gathered.transpose(0, 2, 1, 3).reshape(batch, time, heads * features);
  }
}

package dev.chainrule.data;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;

/// Some samples that are processed together; the first axis of both tensors counts them.
///
/// @param input the samples' inputs, `[batch, ...]`
/// @param target what the network shall answer, `[batch, ...]`
public record Batch(Tensor input, Tensor target) {
  /// @throws ShapeException if the first axes differ in size
  public Batch {
    Samples.requireSameCount("Batch", input.shape(), target.shape());
  }

  /// Returns the number of samples.
  public int size() {
    return input.shape().size(0);
  }
}

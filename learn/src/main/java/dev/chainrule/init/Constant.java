package dev.chainrule.init;

import dev.chainrule.RandomKey;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// The same value everywhere.
///
/// @param value the value
public record Constant(double value) implements Initializer {
  @Override
  public Tensor create(TensorType type, RandomKey key) {
    return Tensor.full(type.shape(), value, type.dtype());
  }
}

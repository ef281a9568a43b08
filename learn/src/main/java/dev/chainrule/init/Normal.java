package dev.chainrule.init;

import dev.chainrule.RandomKey;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// Values of a normal distribution.
///
/// @param mean the middle
/// @param deviation the standard deviation, at least 0
public record Normal(double mean, double deviation) implements Initializer {
  /// @throws IllegalArgumentException if `deviation` is negative
  public Normal {
    Range.atLeastZero("Normal", "deviation", deviation);
  }

  @Override
  public Tensor create(TensorType type, RandomKey key) {
    return key.normal(type.shape(), mean, deviation, type.dtype());
  }
}

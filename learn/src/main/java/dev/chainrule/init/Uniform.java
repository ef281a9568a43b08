package dev.chainrule.init;

import dev.chainrule.RandomKey;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// Values spread evenly over a range.
///
/// @param low the smallest value
/// @param high above all values, at least `low`
public record Uniform(double low, double high) implements Initializer {
  /// @throws IllegalArgumentException if `high` is below `low`
  public Uniform {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "Uniform: low is " + low + " and high " + high + "; low must not be above high");
    }
  }

  @Override
  public Tensor create(TensorType type, RandomKey key) {
    return low == high
        ? Tensor.full(type.shape(), low, type.dtype())
        : key.uniform(type.shape(), low, high, type.dtype());
  }
}

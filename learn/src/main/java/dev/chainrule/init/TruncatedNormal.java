package dev.chainrule.init;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// Values of a normal distribution, none more than two deviations from the middle: those outside
/// are drawn again.
///
/// @param mean the middle
/// @param deviation the standard deviation before values were cut off, at least 0
public record TruncatedNormal(double mean, double deviation) implements Initializer {
  private static final double BOUND = 2;

  /// @throws IllegalArgumentException if `deviation` is negative
  public TruncatedNormal {
    Range.atLeastZero("TruncatedNormal", "deviation", deviation);
  }

  @Override
  public Tensor create(TensorType type, RandomKey key) {
    double[] values = key.normal(type.shape(), 0, 1, DType.F64).toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      for (int again = 0; Math.abs(values[i]) > BOUND; again++) {
        var another = key.split(i).split(again);
        values[i] = another.normal(Shape.of(), 0, 1, DType.F64).item();
      }
      values[i] = mean + deviation * values[i];
    }
    return Tensor.of(values, type.shape()).to(type.dtype());
  }
}

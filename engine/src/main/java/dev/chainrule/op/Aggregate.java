package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Arrays;

/// How the losses of many examples become a result.
public enum Aggregate {
  /// Their mean; a weighted loss divides by the sum of the weights.
  MEAN,
  /// Their sum.
  SUM,
  /// They stay apart: the result has one element for each.
  NONE;

  /// Returns what becomes of losses that all count alike.
  public Tensor of(Tensor each) {
    return switch (this) {
      case MEAN -> each.mean();
      case SUM -> each.sum();
      case NONE -> each;
    };
  }

  /// Returns the result's shape.
  Shape of(Shape each) {
    return this == NONE ? each : Shape.of();
  }

  Plain of(Plain each) {
    double sum = Arrays.stream(each.values()).sum();
    return switch (this) {
      case MEAN -> new Plain(Shape.of(), sum / each.values().length);
      case SUM -> new Plain(Shape.of(), sum);
      case NONE -> each;
    };
  }
}

package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import java.util.function.UnaryOperator;

/// A layer that adds a learnt vector for each place in time: `y[t] = x[t] + weight[t]`.
///
/// | | shape | initially |
/// |---|---|---|
/// | input, output | `[batch, time, features]`, `time` at most `count` | |
/// | `weight` | `[count, features]` | normal, mean 0 and deviation 0.02 |
///
/// @param count how many places are known, at least 1
/// @param weights the vectors' initial values
public record LearnedPositions(int count, Initializer weights) implements Layer {
  /// @throws IllegalArgumentException if `count` is below 1
  public LearnedPositions {
    if (count < 1) {
      throw new IllegalArgumentException(
          "LearnedPositions: count is " + count + "; expected 1 or more");
    }
  }

  /// Returns the layer with small initial values.
  public static LearnedPositions of(int count) {
    return new LearnedPositions(count, Initializers.normal(0, 0.02));
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (site.input().rank() != 2) {
      throw new ShapeException(
          "%s: needs samples [time, features], got %s".formatted(site, site.input()));
    }
    int features = site.input().size(1);
    var weight = site.parameter("weight", Shape.of(count, features), weights);
    return x -> {
      LastAxis.require(site, x, features);
      int time = x.shape().size(1);
      if (time > count) {
        throw new ShapeException(
            "%s: knows %d places in time, but the input has %d: %s"
                .formatted(site, count, time, x.shape()));
      }
      return x.add(weight.value().slice(0, 0, time));
    };
  }
}

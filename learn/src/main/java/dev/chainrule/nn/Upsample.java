package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Resample;
import dev.chainrule.op.Sampling;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// A layer that makes images larger by elements between the old ones.
///
/// | | shape |
/// |---|---|
/// | input | `[batch, 1 to 3 axes, channels]` |
/// | output | `[batch, each axis times its factor, channels]` |
///
/// @param factors how many times larger each axis becomes, at least 1
/// @param mode how new elements follow from the old ones; see [Sampling]
public record Upsample(Shape factors, Sampling.Mode mode) implements Layer {
  /// @throws IllegalArgumentException if there are not 1 to 3 factors of 1 or more
  public Upsample {
    Images.require("Upsample", factors.rank());
    if (factors.elements() == 0) {
      throw new IllegalArgumentException(
          "Upsample: factors are " + factors + "; expected 1 or more each");
    }
  }

  /// Returns the layer that repeats elements as often along every axis.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static Upsample of(int axes, int factor) {
    int[] factors = new int[axes];
    Arrays.fill(factors, factor);
    return new Upsample(Shape.of(factors), Sampling.Mode.NEAREST);
  }

  /// Returns this layer with straight lines between elements.
  public Upsample linear() {
    return new Upsample(factors, Sampling.Mode.LINEAR);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, factors.rank());
    return x -> {
      var axes = new Sampling[factors.rank()];
      Arrays.setAll(axes, i -> Sampling.of(x.shape().size(i + 1) * factors.size(i), mode));
      return Resample.of(x, axes);
    };
  }
}

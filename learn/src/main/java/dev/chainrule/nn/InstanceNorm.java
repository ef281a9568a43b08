package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that gives every channel of every image mean 0 and variance 1 over its places, and then
/// may scale and shift each channel by learnt numbers.
///
/// `y = (x − mean) / √(variance + ε) · weight + bias`, with the variance divided by the number of
/// places. It does not depend on the batch, and is the same in training and in use.
///
/// | | shape | initially |
/// |---|---|---|
/// | input, output | `[batch, 1 to 3 axes, channels]` | |
/// | `weight`, `bias` | `[channels]` | ones, zeros |
///
/// **Source**: D. Ulyanov, A. Vedaldi, V. Lempitsky, "Instance normalization: the missing
/// ingredient for fast stylization", 2016.
///
/// @param epsilon added to the variance, at least 0
/// @param affine whether `weight` and `bias` are learnt
public record InstanceNorm(double epsilon, boolean affine) implements Layer {
  /// @throws IllegalArgumentException if `epsilon` is negative
  public InstanceNorm {
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "InstanceNorm: epsilon is " + epsilon + "; expected 0 or more");
    }
  }

  /// Returns the layer without learnt numbers, with ε = 10⁻⁵.
  public static InstanceNorm standard() {
    return new InstanceNorm(1e-5, false);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site);
    int channels = site.input().size(-1);
    var affine = Affine.of(site, this.affine, Shape.of(channels));
    return x -> {
      LastAxis.require(site, x, channels);
      return Operations.instanceNorm(epsilon, affine.with(x));
    };
  }
}

package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that gives groups of neighbouring channels of every image mean 0 and variance 1, and
/// then scales and shifts each channel by learnt numbers.
///
/// `y = (x − mean) / √(variance + ε) · weight + bias`, with mean and variance of all places and
/// channels of a group, divided by their number. It does not depend on the batch.
///
/// | | shape | initially |
/// |---|---|---|
/// | input, output | `[batch, 1 to 3 axes, channels]` | |
/// | `weight`, `bias` | `[channels]` | ones, zeros |
///
/// **Source**: Y. Wu, K. He, "Group normalization", ECCV 2018.
///
/// @param groups into how many groups the channels are cut, at least 1
/// @param epsilon added to the variance, at least 0
/// @param affine whether `weight` and `bias` are learnt
public record GroupNorm(int groups, double epsilon, boolean affine) implements Layer {
  /// @throws IllegalArgumentException if a number is out of range
  public GroupNorm {
    if (groups < 1 || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "GroupNorm: groups is %d and epsilon %s; expected 1 or more, and 0 or more"
              .formatted(groups, epsilon));
    }
  }

  /// Returns the layer with ε = 10⁻⁵.
  public static GroupNorm of(int groups) {
    return new GroupNorm(groups, 1e-5, true);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site);
    int channels = site.input().size(-1);
    if (channels % groups != 0) {
      throw new ShapeException(
          "%s: %d groups do not divide %d channels; a sample is %s"
              .formatted(site, groups, channels, site.input()));
    }
    var affine = Affine.of(site, this.affine, Shape.of(channels));
    return x -> {
      LastAxis.require(site, x, channels);
      return Operations.groupNorm(groups, epsilon, affine.with(x));
    };
  }
}

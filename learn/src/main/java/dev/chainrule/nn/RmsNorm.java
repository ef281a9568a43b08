package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.init.Initializers;
import java.util.function.UnaryOperator;

/// A layer that gives every sample root mean square 1 along its innermost axes, then scales each
/// feature by a learnt number.
///
/// `y = x / √(mean(x²) + ε) · weight`
///
/// | | shape | initially |
/// |---|---|---|
/// | input, output | `[batch, ..., features]` | |
/// | `weight` | the normalised axes | ones |
///
/// **Source**: B. Zhang, R. Sennrich, "Root mean square layer normalization", NeurIPS 2019.
///
/// @param axes how many innermost axes are normalised together, at least 1
/// @param epsilon added to the mean square, at least 0
public record RmsNorm(int axes, double epsilon) implements Layer {
  /// @throws IllegalArgumentException if a number is out of range
  public RmsNorm {
    Innermost.require("RmsNorm", axes, epsilon);
  }

  /// Returns the layer that normalises the last axis, with ε = 10⁻⁵.
  public static RmsNorm lastAxis() {
    return new RmsNorm(1, 1e-5);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var shape = Innermost.of(site, axes);
    var weight = site.parameter("weight", shape, Initializers.ones());
    return x -> {
      Innermost.require(site, x, shape);
      return Operations.rmsNorm(axes, epsilon, x, weight.value());
    };
  }
}

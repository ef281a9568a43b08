package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.init.Initializers;
import java.util.function.UnaryOperator;

/// A layer that gives every sample mean 0 and variance 1 along its innermost axes, then scales and
/// shifts each feature by learnt numbers.
///
/// `y = (x − mean) / √(variance + ε) · weight + bias`, with the variance of the whole population.
///
/// | | shape | initially |
/// |---|---|---|
/// | input, output | `[batch, ..., features]` | |
/// | `weight` | the normalised axes | ones |
/// | `bias` | the normalised axes | zeros |
///
/// **Source**: J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer normalization", 2016.
///
/// @param axes how many innermost axes are normalised together, at least 1
/// @param epsilon added to the variance, at least 0
public record LayerNorm(int axes, double epsilon) implements Layer {
  /// @throws IllegalArgumentException if a number is out of range
  public LayerNorm {
    Innermost.require("LayerNorm", axes, epsilon);
  }

  /// Returns the layer that normalises the last axis, with ε = 10⁻⁵.
  public static LayerNorm lastAxis() {
    return new LayerNorm(1, 1e-5);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var shape = Innermost.of(site, axes);
    var weight = site.parameter("weight", shape, Initializers.ones());
    var bias = site.parameter("bias", shape, Initializers.zeros());
    return x -> {
      Innermost.require(site, x, shape);
      return Operations.layerNorm(axes, epsilon, x, weight.value(), bias.value());
    };
  }
}

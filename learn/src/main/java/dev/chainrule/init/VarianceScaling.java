package dev.chainrule.init;

import dev.chainrule.RandomKey;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// Values whose variance suits the number of connections, so that signals neither grow nor fade
/// from layer to layer: `variance = scale / n`.
///
/// For a parameter of shape `[..., in, out]`, `n` counts the connections into an output, `in` times
/// the sizes before it; those out of an input, `out` times the same; or the mean of both.
///
/// **Source**: Y. LeCun et al., "Efficient backprop", 1998; X. Glorot, Y. Bengio, AISTATS 2010; K.
/// He et al., ICCV 2015.
///
/// @param scale 1 for LeCun and Glorot, 2 for He
/// @param fan which connections are counted
/// @param distribution of what shape
public record VarianceScaling(double scale, Fan fan, Distribution distribution)
    implements Initializer {
  /// Which connections are counted.
  public enum Fan {
    /// Into an output.
    IN,
    /// Out of an input.
    OUT,
    /// The mean of both.
    MEAN
  }

  /// The shape of a distribution with mean 0.
  public enum Distribution {
    /// Between `−√(3 variance)` and `√(3 variance)`.
    UNIFORM,
    /// The normal distribution.
    NORMAL
  }

  /// @throws IllegalArgumentException if `scale` is negative
  public VarianceScaling {
    Range.atLeastZero("VarianceScaling", "scale", scale);
  }

  @Override
  public Tensor create(TensorType type, RandomKey key) {
    double variance = scale / Math.max(1, count(type));
    double width = Math.sqrt(3 * variance);
    double deviation = Math.sqrt(variance);
    return switch (distribution) {
      case UNIFORM -> new Uniform(-width, width).create(type, key);
      case NORMAL -> new Normal(0, deviation).create(type, key);
    };
  }

  private double count(TensorType type) {
    var shape = type.shape();
    double out = shape.rank() == 0 ? 1 : shape.size(-1);
    double in = shape.rank() < 2 ? out : shape.size(-2);
    double window = shape.elements() / Math.max(1, shape.rank() < 2 ? in : in * out);
    return window
        * switch (fan) {
          case IN -> in;
          case OUT -> out;
          case MEAN -> (in + out) / 2;
        };
  }
}

package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Division;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// A layer that cuts an image into as many parts as wanted, whatever its size, and takes the
/// largest element of each, channel by channel.
///
/// | | shape |
/// |---|---|
/// | input | `[batch, 1 to 3 axes, channels]` |
/// | output | `[batch, sizes, channels]` |
///
/// @param sizes how many parts each axis is cut into; see [Division]
public record AdaptiveMaxPool(Shape sizes) implements Layer {
  /// @throws IllegalArgumentException if there are not 1 to 3 axes, or an axis has no part
  public AdaptiveMaxPool {
    Images.require("AdaptiveMaxPool", sizes.rank());
    divisions(sizes);
  }

  private static List<Division> divisions(Shape sizes) {
    return Arrays.stream(sizes.sizes()).mapToObj(Division::new).toList();
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, sizes.rank());
    var parts = divisions(sizes);
    return x -> Operations.maxPool(parts, x);
  }
}

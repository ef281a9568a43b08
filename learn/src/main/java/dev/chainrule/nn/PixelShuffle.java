package dev.chainrule.nn;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.op.Pixels;
import java.util.function.UnaryOperator;

/// A layer that makes an image larger by laying its channels out side by side: `[batch, height,
/// width, channels · factor²]` becomes `[batch, height · factor, width · factor, channels]`; see
/// [Pixels].
///
/// @param factor how many times larger, at least 1
public record PixelShuffle(int factor) implements Layer {
  /// @throws IllegalArgumentException if `factor` is below 1
  public PixelShuffle {
    if (factor < 1) {
      throw new IllegalArgumentException(
          "PixelShuffle: factor is " + factor + "; expected 1 or more");
    }
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, 2);
    int channels = site.input().size(-1);
    if (channels % (factor * factor) != 0) {
      throw new ShapeException(
          "%s: %d channels are no multiple of %d; a sample is %s"
              .formatted(site, channels, factor * factor, site.input()));
    }
    return x -> Pixels.shuffle(x, factor);
  }
}

package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;

/// Images with channels laid out as neighbouring places, and back.
///
/// Channel `(c · r + i) · r + j` of a place holds channel `c` of the place `i` below and `j` to the
/// right.
///
/// **Source**: Shi and others: Real-time single image and video super-resolution using an efficient
/// sub-pixel convolutional neural network, CVPR 2016.
public final class Pixels {
  private Pixels() {}

  /// Returns `[batch, height, width, channels · r²]` as `[batch, height · r, width · r, channels]`.
  ///
  /// @param r how many times larger the image becomes
  /// @throws ShapeException if there are not four axes, or the channels are no multiple of `r²`
  public static Tensor shuffle(Tensor x, int r) {
    var s = image("pixelShuffle", x, r);
    int channels = s.size(3) / (r * r);
    if (channels * r * r != s.size(3)) {
      throw new ShapeException(
          "pixelShuffle: %d channels are no multiple of %d; input is %s"
              .formatted(s.size(3), r * r, s));
    }
    return x.reshape(s.size(0), s.size(1), s.size(2), channels, r, r)
        .permute(0, 1, 4, 2, 5, 3)
        .reshape(s.size(0), s.size(1) * r, s.size(2) * r, channels);
  }

  /// Returns `[batch, height · r, width · r, channels]` as `[batch, height, width, channels · r²]`.
  ///
  /// @param r how many times smaller the image becomes
  /// @throws ShapeException if there are not four axes, or height or width are no multiple of `r`
  public static Tensor unshuffle(Tensor x, int r) {
    var s = image("pixelUnshuffle", x, r);
    int height = s.size(1) / r;
    int width = s.size(2) / r;
    if (height * r != s.size(1) || width * r != s.size(2)) {
      throw new ShapeException(
          "pixelUnshuffle: height %d and width %d must be multiples of %d; input is %s"
              .formatted(s.size(1), s.size(2), r, s));
    }
    return x.reshape(s.size(0), height, r, width, r, s.size(3))
        .permute(0, 1, 3, 5, 2, 4)
        .reshape(s.size(0), height, width, s.size(3) * r * r);
  }

  private static Shape image(String operation, Tensor x, int r) {
    if (r < 1) {
      throw new IllegalArgumentException(
          "%s: the factor is %d; expected 1 or more".formatted(operation, r));
    }
    if (x.shape().rank() != 4) {
      throw new ShapeException(
          "%s: needs an image [batch, height, width, channels]; input is %s"
              .formatted(operation, x.shape()));
    }
    return x.shape();
  }
}

package dev.chainrule.data;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;

/// What changes of images have in common.
final class Images {
  private Images() {}

  /// The shape of a batch of images.
  static Shape require(String where, Tensor images) {
    if (images.shape().rank() != 4 || images.dtype() != DType.F32) {
      throw new ShapeException(
          "%s: needs f32 images [batch, height, width, channels], got %s %s"
              .formatted(where, images.dtype(), images.shape()));
    }
    return images.shape();
  }

  /// The batch with other pixels.
  static Batch of(float[] pixels, Batch batch) {
    return new Batch(Tensor.of(pixels, batch.input().shape()), batch.target());
  }
}

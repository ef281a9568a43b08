package dev.chainrule.data;

import dev.chainrule.Shape;

/// Swaps left and right in half of the images, each with a draw of its own.
record MirroredImages() implements Augmentation {
  @Override
  public Batch apply(Batch batch, long seed) {
    var shape = Images.require("Augmentations.mirrored", batch.input());
    var draws = new Draws(seed);
    float[] pixels = batch.input().toFloatArray();
    for (int image = 0; image < shape.size(0); image++) {
      if (draws.below(2) == 1) {
        mirror(pixels, image, shape);
      }
    }
    return Images.of(pixels, batch);
  }

  private static void mirror(float[] pixels, int image, Shape shape) {
    int width = shape.size(2);
    int channels = shape.size(3);
    int row = width * channels;
    int end = (image + 1) * shape.size(1) * row;
    for (int at = image * shape.size(1) * row; at < end; at += row) {
      for (int x = 0; x < width / 2; x++) {
        for (int c = 0; c < channels; c++) {
          int left = at + x * channels + c;
          int right = at + (width - 1 - x) * channels + c;
          float pixel = pixels[left];
          pixels[left] = pixels[right];
          pixels[right] = pixel;
        }
      }
    }
  }
}

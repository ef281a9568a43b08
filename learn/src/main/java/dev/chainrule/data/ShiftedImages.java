package dev.chainrule.data;

import dev.chainrule.Shape;

/// Moves every image by `−most .. most` pixels along each axis; places left free become 0.
///
/// @param most by how many pixels at most, at least 1
record ShiftedImages(int most) implements Augmentation {
  ShiftedImages {
    if (most < 1) {
      throw new IllegalArgumentException(
          "Augmentations.shifted: by at most %d pixels; expected 1 or more".formatted(most));
    }
  }

  @Override
  public Batch apply(Batch batch, long seed) {
    var shape = Images.require("Augmentations.shifted", batch.input());
    var draws = new Draws(seed);
    float[] pixels = batch.input().toFloatArray();
    float[] moved = new float[pixels.length];
    for (int image = 0; image < shape.size(0); image++) {
      int down = draws.below(2 * most + 1) - most;
      int right = draws.below(2 * most + 1) - most;
      move(pixels, moved, image, shape, down, right);
    }
    return Images.of(moved, batch);
  }

  /// Copies what stays inside, row by row.
  private static void move(float[] from, float[] to, int image, Shape shape, int down, int right) {
    int height = shape.size(1);
    int channels = shape.size(3);
    int row = shape.size(2) * channels;
    int kept = row - Math.abs(right) * channels;
    int source = Math.max(0, -right) * channels;
    int target = Math.max(0, right) * channels;
    for (int y = Math.max(0, down); kept > 0 && y < Math.min(height, height + down); y++) {
      int at = (image * height + y) * row;
      System.arraycopy(from, at - down * row + source, to, at + target, kept);
    }
  }
}

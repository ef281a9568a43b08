package dev.chainrule.data;

/// Random changes of images `[batch, height, width, channels]` that keep what they show.
///
/// ```
/// var change = Augmentations.mirrored().then(Augmentations.shifted(4));
/// Trainer.of(network, crossEntropy(), adam(1e-3)).augmentation(change).fit(data);
/// ```
public final class Augmentations {
  private Augmentations() {}

  /// Returns the change that swaps left and right in half of the images.
  public static Augmentation mirrored() {
    return new MirroredImages();
  }

  /// Returns the change that moves every image along both axes; places left free become 0. It is
  /// the same as a crop at random of an image with a border of zeros.
  ///
  /// @param most by how many pixels at most, in each direction, at least 1
  /// @throws IllegalArgumentException if `most` is below 1
  public static Augmentation shifted(int most) {
    return new ShiftedImages(most);
  }
}

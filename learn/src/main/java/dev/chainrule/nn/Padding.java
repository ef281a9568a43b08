package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Pad;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// A layer that puts more places before and after each axis of an image.
///
/// | | shape |
/// |---|---|
/// | input | `[batch, 1 to 3 axes, channels]` |
/// | output | the same with longer axes |
///
/// @param before how many places come before each axis between batch and channels
/// @param after how many come after
/// @param mode what they hold: zeros, or elements of the image; see [Pad]
public record Padding(Shape before, Shape after, Pad.Mode mode) implements Layer {
  /// @throws IllegalArgumentException if there are not 1 to 3 axes
  public Padding {
    Images.require("Padding", before.rank());
    if (before.rank() != after.rank()) {
      throw new IllegalArgumentException(
          "Padding: pads %d axes before and %d after; both must be the same"
              .formatted(before.rank(), after.rank()));
    }
  }

  /// Returns the layer that pads all axes alike.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static Padding of(int axes, int places, Pad.Mode mode) {
    int[] sizes = new int[axes];
    Arrays.fill(sizes, places);
    return new Padding(Shape.of(sizes), Shape.of(sizes), mode);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, before.rank());
    int[] first = all(before);
    int[] last = all(after);
    return x -> Pad.of(x, first, last, mode);
  }

  private static int[] all(Shape places) {
    int[] all = new int[places.rank() + 2];
    System.arraycopy(places.sizes(), 0, all, 1, places.rank());
    return all;
  }
}

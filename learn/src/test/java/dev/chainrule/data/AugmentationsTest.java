package dev.chainrule.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationsTest {
  private static final int IMAGES = 200;

  /// The same image of 2 rows, 3 columns and 2 channels many times: its pixels are 1 to 12.
  private static Batch batch() {
    float[] pixels = new float[IMAGES * 12];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 12 + 1;
    }
    return new Batch(
        Tensor.of(pixels, Shape.of(IMAGES, 2, 3, 2)), Tensor.of(new int[IMAGES], Shape.of(IMAGES)));
  }

  private static float[] image(Batch batch, int index) {
    return Arrays.copyOfRange(batch.input().toFloatArray(), 12 * index, 12 * (index + 1));
  }

  @Test
  void aboutHalfOfTheImagesAreMirrored() {
    var changed = Augmentations.mirrored().apply(batch(), 7);
    int mirrored = 0;
    for (int i = 0; i < IMAGES; i++) {
      float[] pixels = image(changed, i);
      boolean same = pixels[0] == 1;
      mirrored += same ? 0 : 1;
      assertArrayEquals(
          same
              ? new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
              : new float[] {5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8},
          pixels);
    }
    assertTrue(mirrored > 70 && mirrored < 130, "mirrored " + mirrored);
  }

  @Test
  void imagesAreMovedInAllDirectionsAndWhatIsFreeIsZero() {
    var changed = Augmentations.shifted(1).apply(batch(), 7);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < IMAGES; i++) {
      seen.add(Arrays.toString(image(changed, i)));
    }
    assertEquals(9, seen.size());
    assertTrue(
        seen.contains("[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0]"),
        "one down and one to the right: " + seen);
    assertTrue(
        seen.contains("[9.0, 10.0, 11.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]"),
        "one up and one to the left: " + seen);
  }

  @Test
  void imagesMayBeMovedOutAltogether() {
    var changed = Augmentations.shifted(5).apply(batch(), 7);
    int empty = 0;
    for (int i = 0; i < IMAGES; i++) {
      empty += Arrays.equals(new float[12], image(changed, i)) ? 1 : 0;
    }
    // 106 of the 121 moves leave nothing.
    assertTrue(empty > 150 && empty < IMAGES, "empty " + empty);
  }

  @Test
  void aSeedAlwaysGivesTheSameChange() {
    var change = Augmentations.mirrored().then(Augmentations.shifted(2));
    assertArrayEquals(
        change.apply(batch(), 3).input().toFloatArray(),
        change.apply(batch(), 3).input().toFloatArray());
  }

  @Test
  void otherThanImagesAreRefused() {
    var rows =
        new Batch(Tensor.zeros(Shape.of(2, 3), DType.F32), Tensor.of(new int[2], Shape.of(2)));
    assertEquals(
        "Augmentations.mirrored: needs f32 images [batch, height, width, channels], got f32 [2, 3]",
        assertThrows(ShapeException.class, () -> Augmentations.mirrored().apply(rows, 1))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Augmentations.shifted(0));
  }
}

package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.op.Window;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/// What layers over images share: samples of 1 to 3 axes and, last, channels.
final class Images {
  private Images() {}

  /// Refuses samples that have other axes.
  static void require(Site site, int axes) {
    if (site.input().rank() != axes + 1) {
      throw new ShapeException(
          "%s: needs samples of %d axes and channels, but a sample is %s; a Reshape layer may be"
                  .formatted(site, axes, site.input())
              + " missing");
    }
  }

  /// Refuses samples without any axis before the channels.
  static void require(Site site) {
    if (site.input().rank() < 2) {
      throw new ShapeException(
          "%s: needs samples of 1 to 3 axes and channels, but a sample is %s"
              .formatted(site, site.input()));
    }
  }

  /// Refuses a number of axes that no image has.
  static void require(String kind, int axes) {
    if (axes < 1 || axes > 3) {
      throw new IllegalArgumentException("%s: got %d axes; expected 1 to 3".formatted(kind, axes));
    }
  }

  /// Returns the same window for every axis.
  static List<Window> windows(int axes, Window window) {
    return Collections.nCopies(axes, window);
  }

  /// Returns other windows for every axis.
  static List<Window> windows(List<Window> windows, UnaryOperator<Window> change) {
    return windows.stream().map(change).toList();
  }

  /// Returns the axes between batch and channels.
  static int[] between(Shape batch) {
    int[] axes = new int[batch.rank() - 2];
    java.util.Arrays.setAll(axes, i -> i + 1);
    return axes;
  }
}

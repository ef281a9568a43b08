package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.op.Window;
import java.util.ArrayList;
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

  /// Returns the sizes of windows.
  static Shape sizes(List<Window> windows) {
    return Shape.of(windows.stream().mapToInt(Window::size).toArray());
  }

  /// Returns windows over images padded so that an axis has `⌈size / step⌉` of them.
  ///
  /// @param sample its axes and channels
  static List<Window> same(List<Window> windows, Shape sample) {
    var padded = new ArrayList<Window>();
    for (var window : windows) {
      int size = sample.size(padded.size());
      int count = Math.ceilDiv(size, window.step());
      int places = Math.max((count - 1) * window.step() + window.reach() - size, 0);
      padded.add(window.padded(places / 2, places - places / 2));
    }
    return padded;
  }

  /// Returns the number of channels of samples.
  ///
  /// @throws ShapeException if the groups do not divide them
  static int channels(Site site, int groups) {
    int channels = site.input().size(-1);
    if (channels == 0 || channels % groups != 0) {
      throw new ShapeException(
          "%s: %d groups do not divide %d channels; a sample is %s"
              .formatted(site, groups, channels, site.input()));
    }
    return channels;
  }

  /// Returns the axes between batch and channels.
  static int[] between(Shape batch) {
    int[] axes = new int[batch.rank() - 2];
    java.util.Arrays.setAll(axes, i -> i + 1);
    return axes;
  }
}

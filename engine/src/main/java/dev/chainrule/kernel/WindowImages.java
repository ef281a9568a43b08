package dev.chainrule.kernel;

import java.util.Arrays;

/// Images as windows use them, for one thread: where they are, or copied with zeros around. A few
/// copies are kept at a time, one after the other in one array.
final class WindowImages<T> {
  private static final int NONE = -1;

  private final PlainLoops<T> plain;
  private Windowing windowing = Windowing.NONE;
  private T source;
  private int offset;
  private int[] loaded = {};
  private T copies;
  private int length;
  private int slots = 1;

  WindowImages(PlainLoops<T> plain) {
    this.plain = plain;
    source = plain.allocate(0);
    copies = source;
  }

  /// Prepares for images from `offset`, of which `count` neighbours are needed at a time.
  void open(Windowing windowing, T source, int offset, int count) {
    this.windowing = windowing;
    this.source = source;
    this.offset = offset;
    slots = count;
    if (!windowing.inPlace) {
      if (loaded.length < count) {
        loaded = new int[count];
      }
      Arrays.fill(loaded, NONE);
      int needed = count * windowing.imageSize;
      if (length < needed) {
        length = needed;
        copies = plain.allocate(needed);
      }
    }
  }

  /// Forgets the images, or they could not be collected.
  void close(T none) {
    source = none;
  }

  /// Returns the array in which windows are.
  T array() {
    return windowing.inPlace ? source : copies;
  }

  /// Returns where in the array an image's first window begins.
  int place(int image) {
    if (windowing.inPlace) {
      return offset + image * windowing.imageSize + windowing.firstPlace();
    }
    int slot = image % slots;
    int to = slot * windowing.imageSize;
    if (loaded[slot] != image) {
      loaded[slot] = image;
      copy(image, to);
    }
    return to;
  }

  private void copy(int image, int to) {
    plain.clear(copies, to, windowing.imageSize);
    var outer = windowing.outer;
    var middle = windowing.middle;
    var inner = windowing.inner;
    int first = Math.max(inner.first(), 0);
    int end = Math.min(inner.first() + inner.span(), inner.size());
    int channels = windowing.channels;
    for (int i = Math.max(outer.first(), 0); i < end(outer); i++) {
      for (int j = Math.max(middle.first(), 0); j < end(middle); j++) {
        int row = (image * outer.size() + i) * middle.size() + j;
        int from = offset + (row * inner.size() + first) * channels;
        int place = (i - outer.first()) * middle.span() + j - middle.first();
        int start = to + (place * inner.span() + first - inner.first()) * channels;
        if (first < end) {
          System.arraycopy(source, from, copies, start, (end - first) * channels);
        }
      }
    }
  }

  private static int end(WindowAxis axis) {
    return Math.min(axis.first() + axis.span(), axis.size());
  }
}

package dev.chainrule.kernel;

import java.util.ArrayList;
import java.util.Arrays;

/// Windows over contiguous images `[batch, axis, axis, axis, channels]`, whose elements are found
/// at fixed distances from the window's first one: in the images themselves if no window leaves
/// them, else in copies of them with zeros around.
final class Windowing {
  /// One window of one element.
  static final Windowing NONE =
      new Windowing(1, 1, 1, WindowAxis.ONE, WindowAxis.ONE, WindowAxis.ONE);

  final int batch;
  final int channels;
  final int groups;
  final WindowAxis outer;
  final WindowAxis middle;
  final WindowAxis inner;

  /// Whether the images can be used where they are.
  final boolean inPlace;

  /// The number of elements of an image as it is used.
  final int imageSize;

  private final int middleSize;
  private final int innerSize;

  Windowing(
      int batch, int channels, int groups, WindowAxis outer, WindowAxis middle, WindowAxis inner) {
    this.batch = batch;
    this.channels = channels;
    this.groups = groups;
    this.outer = outer;
    this.middle = middle;
    this.inner = inner;
    inPlace = outer.inside() && middle.inside() && inner.inside();
    middleSize = inPlace ? middle.size() : middle.span();
    innerSize = inPlace ? inner.size() : inner.span();
    imageSize = (inPlace ? outer.size() : outer.span()) * middleSize * innerSize * channels;
  }

  /// Returns the number of channels in a group.
  int groupChannels() {
    return channels / groups;
  }

  /// Returns the number of elements of a window, each with its channels.
  int taps() {
    return outer.offsets().length * middle.offsets().length * inner.offsets().length;
  }

  /// Returns whether every channel is a group and makes as many columns, and a sum is one chunk:
  /// then channels, not columns, are computed side by side.
  boolean depthwise(int columns) {
    return groupChannels() == 1 && columns == 1 && taps() <= GemmReference.CHUNK;
  }

  /// Returns the windows of one image.
  int windows() {
    return outer.windows() * middle.windows() * inner.windows();
  }

  /// Returns the distance from a window's first element to its element `tap`, in row-major order.
  int tapPlace(int tap) {
    int last = inner.offsets().length;
    int between = middle.offsets().length;
    return place(
        outer.offsets()[tap / last / between] - outer.first(),
        middle.offsets()[tap / last % between] - middle.first(),
        inner.offsets()[tap % last] - inner.first());
  }

  /// Returns the distance from an image's first window to another one, the first of its inner axis.
  int windowPlace(int outerWindow, int middleWindow) {
    return place(outerWindow * outer.step(), middleWindow * middle.step(), 0);
  }

  /// Returns the distance between neighbouring windows of the inner axis.
  int step() {
    return inner.step() * channels;
  }

  /// Returns where in an image that is used in place its first window begins.
  int firstPlace() {
    return place(outer.first(), middle.first(), inner.first());
  }

  private int place(int outer, int middle, int inner) {
    return ((outer * middleSize + middle) * innerSize + inner) * channels;
  }

  /// Returns the elements of a window in chunks of a sum: for each chunk pairs of a place, relative
  /// to the window's first element, and the number of elements that follow each other there.
  int[][] chunks() {
    int length = groupChannels();
    int sum = taps() * length;
    int[][] chunks = new int[Math.ceilDiv(sum, GemmReference.CHUNK)][];
    for (int i = 0; i < chunks.length; i++) {
      int from = i * GemmReference.CHUNK;
      chunks[i] = runs(from, Math.min(from + GemmReference.CHUNK, sum));
    }
    return chunks;
  }

  /// Returns the elements of a window as runs of one.
  int[] singles() {
    int[] runs = new int[2 * taps()];
    for (int tap = 0; tap < taps(); tap++) {
      runs[2 * tap] = tapPlace(tap);
      runs[2 * tap + 1] = 1;
    }
    return runs;
  }

  /// Returns the terms `from .. end − 1` of a sum over a window as pairs of places and numbers of
  /// elements.
  int[] runs(int from, int end) {
    var runs = new ArrayList<int[]>();
    int length = groupChannels();
    for (int term = from; term < end; ) {
      int place = tapPlace(term / length) + term % length;
      int count = Math.min(length - term % length, end - term);
      int[] last = runs.isEmpty() ? new int[] {0, 0} : runs.getLast();
      if (!runs.isEmpty() && last[0] + last[1] == place) {
        last[1] += count;
      } else {
        runs.add(new int[] {place, count});
      }
      term += count;
    }
    return runs.stream().flatMapToInt(Arrays::stream).toArray();
  }
}

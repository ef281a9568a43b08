package dev.chainrule.kernel;

import java.util.Arrays;

/// Some channels of one patch, for one thread: where it is in the images, or, if it leaves them, a
/// copy of it.
final class WinogradPatch {
  private static final float[] NONE = {};

  // Where the patch is: its first element, and the distances between rows and between columns.
  float[] array = NONE;
  int place;
  int row;
  int column;

  private float[] source = NONE;
  private float[] copy = NONE;
  private WinogradImages images = new WinogradImages(0, 0, 0, 0, 0, 0, 0, 0, 0);
  private int offset;
  private int channels;

  private boolean copied;

  // Which patch it is, and where its first element is, which may lie outside.
  private int image;
  private int down;
  private int across;
  private int top;
  private int left;

  /// Prepares for patches of channels `first .. first + channels − 1`.
  void open(WinogradImages images, float[] source, int offset, int first, int channels) {
    this.images = images;
    this.source = source;
    this.offset = offset + first;
    this.channels = channels;
    int needed = images.extent() * images.extent() * channels;
    if (copy.length < needed) {
      copy = new float[needed];
    }
  }

  /// Forgets the images, or they could not be collected.
  void close() {
    source = NONE;
    array = NONE;
  }

  /// Returns the number of channels.
  int channels() {
    return channels;
  }

  /// Finds a patch, counted in row-major order.
  void find(int patch) {
    across = patch % images.across();
    int line = patch / images.across();
    down = line % images.down();
    image = line / images.down();
    locate();
  }

  /// Finds the patch that follows.
  void next() {
    if (++across == images.across()) {
      across = 0;
      if (++down == images.down()) {
        down = 0;
        image++;
      }
    }
    locate();
  }

  private void locate() {
    top = WinogradSizes.RESULTS * down - images.rowsBefore();
    left = WinogradSizes.RESULTS * across - images.columnsBefore();
    boolean inside = inside(top, images.rows()) && inside(left, images.columns());
    copied = !inside;
    array = inside ? source : copy;
    place = inside ? place(top, left) : 0;
    column = inside ? images.channels() : channels;
    row = column * (inside ? images.columns() : images.extent());
  }

  private boolean inside(int first, int size) {
    return first >= 0 && first + images.extent() <= size;
  }

  private int place(int row, int column) {
    return offset + ((image * images.rows() + row) * images.columns() + column) * images.channels();
  }

  /// Reads rows of a copy, elements outside as zeros.
  ///
  /// @param rows a bit for each
  void load(int rows) {
    for (int i = 0; copied && i < images.extent(); i++) {
      if ((rows >> i & 1) != 0) {
        Arrays.fill(copy, i * row, (i + 1) * row, 0);
        exchange(i, false);
      }
    }
  }

  /// Writes the elements of a copy that are inside.
  void store() {
    for (int i = 0; copied && i < images.extent(); i++) {
      exchange(i, true);
    }
  }

  private void exchange(int i, boolean store) {
    if (top + i < 0 || top + i >= images.rows()) {
      return;
    }
    int end = Math.min(images.extent(), images.columns() - left);
    for (int j = Math.max(0, -left); j < end; j++) {
      int inCopy = i * row + j * column;
      int inSource = place(top + i, left + j);
      if (store) {
        System.arraycopy(copy, inCopy, source, inSource, channels);
      } else {
        System.arraycopy(source, inSource, copy, inCopy, channels);
      }
    }
  }
}

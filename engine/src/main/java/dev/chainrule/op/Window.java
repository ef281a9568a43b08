package dev.chainrule.op;

/// A window that slides along one axis, which is padded at both ends.
///
/// Window `i` begins at `i · step − before` and has elements `dilation` apart. An axis of `n`
/// elements has `⌊(before + n + after − reach) / step⌋ + 1` windows, where `reach = (size − 1) ·
/// dilation + 1` is what one of them spans.
///
/// @param size how many elements a window has, at least 1
/// @param step from one window to the next, at least 1
/// @param dilation the distance between neighbouring elements, at least 1
/// @param before how many places of padding come before the axis, at least 0
/// @param after how many come after it, at least 0
/// @param partial whether a window counts that goes beyond the padding, if it begins before the
///   padding at the end (the number is rounded up)
public record Window(int size, int step, int dilation, int before, int after, boolean partial)
    implements Cover {
  /// @throws IllegalArgumentException if a number is too small
  public Window {
    if (size < 1 || step < 1 || dilation < 1 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "window: size %d, step %d and dilation %d must be at least 1, padding %d and %d at least 0"
              .formatted(size, step, dilation, before, after));
    }
  }

  /// Returns windows side by side.
  public static Window of(int size) {
    return of(size, size);
  }

  /// Returns windows at a distance, without padding.
  public static Window of(int size, int step) {
    return new Window(size, step, 1, 0, 0, false);
  }

  /// Returns this window at another distance from one to the next.
  public Window stepping(int distance) {
    return new Window(size, distance, dilation, before, after, partial);
  }

  /// Returns this window on an axis padded by as many places at either end.
  public Window padded(int places) {
    return padded(places, places);
  }

  /// Returns this window on a padded axis.
  public Window padded(int before, int after) {
    return new Window(size, step, dilation, before, after, partial);
  }

  /// Returns this window with elements that are some distance apart.
  public Window dilated(int distance) {
    return new Window(size, step, distance, before, after, partial);
  }

  /// Returns this window with a last one that may go beyond the end.
  public Window partly() {
    return new Window(size, step, dilation, before, after, true);
  }

  /// Returns what a window spans, gaps included.
  public int reach() {
    return (size - 1) * dilation + 1;
  }

  @Override
  public int count(int size) {
    int room = before + size + after - reach();
    if (!partial) {
      return Math.floorDiv(room, step) + 1;
    }
    int count = Math.ceilDiv(room, step) + 1;
    return (count - 1) * step < before + size ? count : count - 1;
  }

  @Override
  public int start(int window, int size) {
    return window * step - before;
  }

  @Override
  public int elements(int window, int size) {
    int room = size + after - start(window, size);
    return Math.min(this.size, Math.ceilDiv(room, dilation));
  }

  /// Returns for example `window of 3, step 2, padding 1 and 1`.
  @Override
  public String toString() {
    return "window of "
        + size
        + (step == size ? "" : ", step " + step)
        + (dilation == 1 ? "" : ", dilation " + dilation)
        + (before + after == 0 ? "" : ", padding " + before + " and " + after)
        + (partial ? ", partial" : "");
  }
}

package dev.chainrule.kernel;

import java.util.Arrays;

/// The windows along one axis, cut to the elements that exist.
///
/// Window `i` has `counts[i]` elements, `distance` apart, the first one at `firsts[i]`.
public final class Cells {
  /// The only window of an axis of one element.
  static final Cells ONE = new Cells(1, 1, new int[] {0}, new int[] {1}, new int[] {1});

  final int size;
  final int distance;
  final int[] firsts;
  final int[] counts;
  final int[] divisors;

  /// Where runs of windows begin that are alike: as many elements, and equally far apart.
  final int[] runs;

  /// @param size of the axis
  /// @param distance between neighbouring elements of a window
  /// @param firsts the first element of each window
  /// @param counts how many elements each window has, at least 1; not copied, like the others
  /// @param divisors by how much a sum over each window is divided for an average
  public Cells(int size, int distance, int[] firsts, int[] counts, int[] divisors) {
    this.size = size;
    this.distance = distance;
    this.firsts = firsts;
    this.counts = counts;
    this.divisors = divisors;
    runs = runs();
  }

  private int[] runs() {
    int[] begins = new int[firsts.length + 1];
    int found = 0;
    for (int i = 0; i < firsts.length; i++) {
      boolean begun = found > 0 && i > begins[found - 1];
      boolean continues =
          begun
              && counts[i] == counts[i - 1]
              && divisors[i] == divisors[i - 1]
              && firsts[i] - firsts[i - 1] == step(begins[found - 1]);
      if (!continues) {
        begins[found++] = i;
      }
    }
    begins[found++] = firsts.length;
    return Arrays.copyOf(begins, found);
  }

  /// Returns how many windows there are.
  int count() {
    return firsts.length;
  }

  /// Returns the distance from a window to the next one.
  int step(int window) {
    return window + 1 < firsts.length ? firsts[window + 1] - firsts[window] : 0;
  }

  /// Returns whether every element of the axis is in exactly one window.
  boolean tile() {
    int next = 0;
    for (int i = 0; i < firsts.length; i++) {
      if (firsts[i] != next || (distance > 1 && counts[i] > 1)) {
        return false;
      }
      next += counts[i];
    }
    return next == size;
  }

  /// Returns the element after a window's last one.
  int end(int window) {
    return firsts[window] + (counts[window] - 1) * distance + 1;
  }
}

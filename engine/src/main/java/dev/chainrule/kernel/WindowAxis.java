package dev.chainrule.kernel;

/// Windows along one axis of images: window `q` takes the elements at `q · step + offsets[t]`, in
/// ascending order; those outside the axis are zeros.
///
/// @param size of the axis
/// @param windows how many there are, at least 1
/// @param step from one window to the next
/// @param offsets of a window's elements, ascending, at least one
@SuppressWarnings("ArrayRecordComponent") // never compared
record WindowAxis(int size, int windows, int step, int... offsets) {
  static final WindowAxis ONE = new WindowAxis(1, 1, 1, 0);

  /// Returns where the first window begins; before the axis if it is negative.
  int first() {
    return offsets[0];
  }

  /// Returns the distance from the first element of the first window to the last of the last, both
  /// included.
  int span() {
    return (windows - 1) * step + offsets[offsets.length - 1] - offsets[0] + 1;
  }

  /// Returns whether no window leaves the axis.
  boolean inside() {
    return first() >= 0 && first() + span() <= size;
  }
}

package dev.chainrule.kernel;

/// A tensor seen as `outer × size × inner` around one of its axes, in row-major order.
///
/// @param outer elements of all axes before it, together
/// @param size elements of the axis
/// @param inner elements of all axes after it, together
public record Lines(int outer, int size, int inner) {

  /// Returns the lines of a shape along an axis.
  public static Lines of(int[] sizes, int axis) {
    int outer = 1;
    int inner = 1;
    for (int i = 0; i < sizes.length; i++) {
      outer *= i < axis ? sizes[i] : 1;
      inner *= i > axis ? sizes[i] : 1;
    }
    return new Lines(outer, sizes[axis], inner);
  }

  /// Returns the first place of a line; lines are counted in row-major order.
  int start(int line) {
    return line / inner * size * inner + line % inner;
  }

  int elements() {
    return outer * size * inner;
  }
}

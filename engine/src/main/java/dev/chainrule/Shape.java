package dev.chainrule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sizes of a tensor's axes, from the outermost to the innermost.
///
/// `Shape.of(2, 3)` has rank 2: two rows of three columns. `Shape.of()` is the shape of a single
/// number. Where an axis is asked for, negative numbers count from the end: −1 is the innermost.
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] sizes;
  private final int elements;

  private Shape(int[] sizes) {
    this.sizes = sizes;
    long count = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new ShapeException(
            "Shape: sizes must not be negative, got " + Arrays.toString(sizes));
      }
      count = Math.multiplyExact(count, size);
    }
    if (count > Integer.MAX_VALUE - 64) {
      throw new ShapeException(
          "Shape: %s has %d elements; a tensor holds at most %d"
              .formatted(Arrays.toString(sizes), count, Integer.MAX_VALUE - 64));
    }
    this.elements = (int) count;
  }

  /// Returns the shape with the given sizes.
  ///
  /// @throws ShapeException if a size is negative or the shape has more than about 2³¹ elements
  public static Shape of(int... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /// Returns the number of axes.
  public int rank() {
    return sizes.length;
  }

  /// Returns the size of an axis.
  ///
  /// @throws ShapeException if there is no such axis
  public int size(int axis) {
    return sizes[axis(axis)];
  }

  /// Returns the number of elements, the product of all sizes.
  public int elements() {
    return elements;
  }

  /// Returns a copy of the sizes.
  public int[] sizes() {
    return sizes.clone();
  }

  /// Returns an axis counted from the start, whether it was given from the start or from the end.
  ///
  /// @throws ShapeException if there is no such axis
  public int axis(int axis) {
    int fromStart = axis < 0 ? axis + sizes.length : axis;
    if (fromStart < 0 || fromStart >= sizes.length) {
      throw new ShapeException(
          sizes.length == 0
              ? "axis %d does not exist: the shape is [], a single number".formatted(axis)
              : "axis %d does not exist: %s has axes %d..%d"
                  .formatted(axis, this, -sizes.length, sizes.length - 1));
    }
    return fromStart;
  }

  /// Returns this shape with another size on one axis.
  public Shape with(int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis(axis)] = size;
    return new Shape(changed);
  }

  /// Returns this shape with an axis of the given size put in before `axis`; `rank()` appends.
  public Shape insert(int axis, int size) {
    int[] longer = new int[sizes.length + 1];
    System.arraycopy(sizes, 0, longer, 0, axis);
    longer[axis] = size;
    System.arraycopy(sizes, axis, longer, axis + 1, sizes.length - axis);
    return new Shape(longer);
  }

  /// Returns this shape without one axis.
  public Shape without(int axis) {
    int gone = axis(axis);
    int[] shorter = new int[sizes.length - 1];
    System.arraycopy(sizes, 0, shorter, 0, gone);
    System.arraycopy(sizes, gone + 1, shorter, gone, shorter.length - gone);
    return new Shape(shorter);
  }

  /// Returns the axes `from` (inclusive) to `to` (exclusive) as a shape.
  public Shape part(int from, int to) {
    return of(Arrays.copyOfRange(sizes, from, to));
  }

  /// Returns this shape followed by another.
  public Shape concat(Shape other) {
    int[] joined = Arrays.copyOf(sizes, sizes.length + other.sizes.length);
    System.arraycopy(other.sizes, 0, joined, sizes.length, other.sizes.length);
    return of(joined);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /// Returns the sizes in brackets: `[64, 784]`.
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}

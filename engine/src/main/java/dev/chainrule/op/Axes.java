package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A set of axes, as an attribute of an operation. None given means all of them.
public final class Axes {
  private static final Axes ALL = new Axes();

  private final int[] axes;

  private Axes(int... axes) {
    this.axes = axes;
  }

  /// Returns the given axes, or all of them if none is given.
  public static Axes of(int... axes) {
    return axes.length == 0 ? ALL : new Axes(axes.clone());
  }

  /// Returns for every axis of a shape whether it is in this set.
  ///
  /// @throws ShapeException in the name of `operation` if an axis does not exist or is named twice
  boolean[] in(String operation, Shape shape) {
    boolean[] members = new boolean[shape.rank()];
    if (axes.length == 0) {
      Arrays.fill(members, true);
    }
    for (int axis : axes) {
      int fromStart = one(operation, axis, shape);
      if (members[fromStart]) {
        throw new ShapeException(
            "%s: axis %d is named twice in %s; input is %s"
                .formatted(operation, axis, this, shape));
      }
      members[fromStart] = true;
    }
    return members;
  }

  /// Returns an axis counted from the start.
  ///
  /// @throws ShapeException in the name of `operation` if it does not exist
  static int one(String operation, int axis, Shape shape) {
    int fromStart = axis < 0 ? axis + shape.rank() : axis;
    if (fromStart < 0 || fromStart >= shape.rank()) {
      throw new ShapeException(
          "%s: axis %d does not exist; input is %s".formatted(operation, axis, shape));
    }
    return fromStart;
  }

  /// Returns a shape in which the members have size 1.
  Shape kept(String operation, Shape shape) {
    boolean[] members = in(operation, shape);
    int[] sizes = shape.sizes();
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = members[axis] ? 1 : sizes[axis];
    }
    return Shape.of(sizes);
  }

  /// Returns a shape without the members.
  Shape removed(String operation, Shape shape) {
    boolean[] members = in(operation, shape);
    int[] left = new int[shape.rank()];
    int rank = 0;
    for (int axis = 0; axis < members.length; axis++) {
      if (!members[axis]) {
        left[rank++] = shape.size(axis);
      }
    }
    return Shape.of(Arrays.copyOf(left, rank));
  }

  /// Returns how many elements of a shape are joined into one.
  int count(String operation, Shape shape) {
    boolean[] members = in(operation, shape);
    int count = 1;
    for (int axis = 0; axis < members.length; axis++) {
      count *= members[axis] ? shape.size(axis) : 1;
    }
    return count;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Axes that && Arrays.equals(axes, that.axes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(axes);
  }

  @Override
  public String toString() {
    return axes.length == 0 ? "all" : Arrays.toString(axes);
  }
}

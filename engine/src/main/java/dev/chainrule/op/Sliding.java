package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// How windows slide over the spatial axes of images `[batch, axes…, channels]`: one number for
/// each axis, of which there are 1 to 3.
///
/// Window `q` of an axis takes the elements `q · stride + t · dilation − before` for `t < kernel`;
/// elements before the first and after the last are zeros.
///
/// @param stride from one window to the next, at least 1
/// @param dilation from one element of a window to the next, at least 1
/// @param before how many zeros come before the axis
/// @param after how many zeros come after the axis
public record Sliding(
    List<Integer> stride, List<Integer> dilation, List<Integer> before, List<Integer> after) {

  /// Returns windows of neighbouring elements that move by one and stay inside the images.
  public static Sliding over(int axes) {
    var ones = Collections.nCopies(axes, 1);
    var zeros = Collections.nCopies(axes, 0);
    return new Sliding(ones, ones, zeros, zeros);
  }

  /// Returns the same windows moving by other steps.
  public Sliding stride(int... steps) {
    return new Sliding(list(steps), dilation, before, after);
  }

  /// Returns the same windows with other distances between their elements.
  public Sliding dilation(int... distances) {
    return new Sliding(stride, list(distances), before, after);
  }

  /// Returns the same windows over images with as many zeros on both sides of each axis.
  public Sliding padding(int... zeros) {
    return new Sliding(stride, dilation, list(zeros), list(zeros));
  }

  /// Returns the same windows over images with zeros before and after each axis.
  public Sliding padding(int[] before, int[] after) {
    return new Sliding(stride, dilation, list(before), list(after));
  }

  /// Returns the same windows with just enough zeros that there are `⌈size / stride⌉` of them on
  /// each axis; an odd one comes after the axis.
  ///
  /// @param sizes of the axes
  /// @param kernel elements of a window on each axis
  public Sliding same(int[] sizes, int[] kernel) {
    int[] first = new int[sizes.length];
    int[] last = new int[sizes.length];
    for (int axis = 0; axis < sizes.length; axis++) {
      int windows = Math.ceilDiv(sizes[axis], stride.get(axis));
      int reach = (windows - 1) * stride.get(axis) + extent(axis, kernel[axis]);
      int zeros = Math.max(reach - sizes[axis], 0);
      first[axis] = zeros / 2;
      last[axis] = zeros - zeros / 2;
    }
    return padding(first, last);
  }

  private static List<Integer> list(int... numbers) {
    return IntStream.of(numbers).boxed().toList();
  }

  /// Returns the number of spatial axes.
  int axes() {
    return stride.size();
  }

  /// Returns how many elements a window spans on an axis.
  int extent(int axis, int kernel) {
    return (kernel - 1) * dilation.get(axis) + 1;
  }

  /// Returns where an element of a window lies on an axis; outside the axis it is a zero.
  int place(int axis, int window, int element) {
    return window * stride.get(axis) + element * dilation.get(axis) - before.get(axis);
  }

  /// Returns how many windows there are on each axis.
  ///
  /// @param images `[batch, axes…, channels]`
  /// @param kernel elements of a window on each axis
  /// @throws ShapeException in the name of `operation` if there are none
  int[] windows(String operation, Shape images, int[] kernel) {
    check(operation);
    int[] windows = new int[axes()];
    for (int axis = 0; axis < windows.length; axis++) {
      int size = images.size(axis + 1);
      int padded = size + before.get(axis) + after.get(axis);
      int extent = extent(axis, kernel[axis]);
      if (kernel[axis] < 1 || extent > padded) {
        throw new ShapeException(
            "%s: a window of %d elements does not fit into axis %d of %s, which has %d with padding"
                .formatted(operation, extent, axis + 1, images, padded));
      }
      windows[axis] = (padded - extent) / stride.get(axis) + 1;
    }
    return windows;
  }

  private void check(String operation) {
    require(operation, "stride", stride, 1);
    require(operation, "dilation", dilation, 1);
    require(operation, "padding before", before, 0);
    require(operation, "padding after", after, 0);
  }

  private void require(String operation, String what, List<Integer> numbers, int least) {
    if (numbers.size() != axes() || numbers.stream().anyMatch(number -> number < least)) {
      throw new ShapeException(
          "%s: %s is %s; expected %d or more on each of %d axes"
              .formatted(operation, what, numbers, least, axes()));
    }
  }
}

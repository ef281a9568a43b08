package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Cells;
import dev.chainrule.kernel.Pooling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What operations have in common that make one element of every window of images `[batch, 1 to 3
/// axes, channels]`.
interface Pooled {

  String name();

  /// Returns how each axis between batch and channels is covered by windows.
  List<? extends Cover> axes();

  /// Returns whether places of padding are counted in averages.
  default boolean padding() {
    return false;
  }

  /// Returns the type of an element for each window.
  ///
  /// @throws ShapeException if there are other axes, or a window has no element
  /// @throws DTypeException if the elements are whole numbers
  default TensorType pooled(TensorType input) {
    var shape = input.shape();
    if (shape.rank() != axes().size() + 2) {
      throw new ShapeException(
          "%s: windows slide along %d axes between batch and channels; input is %s"
              .formatted(name(), axes().size(), shape));
    }
    if (!input.dtype().floating()) {
      throw new DTypeException(
          "%s: takes f32 or f64, got %s; convert with to(DType.F32)"
              .formatted(name(), input.dtype()));
    }
    int[] sizes = shape.sizes();
    for (int axis = 1; axis < sizes.length - 1; axis++) {
      sizes[axis] = windows(shape, axis);
    }
    return input.with(Shape.of(sizes));
  }

  /// Returns the shape of the elements for each window over images that [#pooled] has accepted.
  default Shape pooled(Shape images) {
    return pooled(new TensorType(images, DType.F64)).shape();
  }

  private int windows(Shape shape, int axis) {
    var cover = axes().get(axis - 1);
    int size = shape.size(axis);
    int count = cover.count(size);
    if (count < 1) {
      throw new ShapeException(
          "%s: %s does not fit into axis %d of %s".formatted(name(), cover, axis, shape));
    }
    for (int i = 0; i < count; i++) {
      if (count(cover, i, size) < 1) {
        throw new ShapeException(
            "%s: %s: window %d along axis %d of %s has nothing but padding"
                .formatted(name(), cover, i, axis, shape));
      }
    }
    return count;
  }

  /// Returns the plan of windows over images of the given shape.
  default Pooling plan(Shape images) {
    var cells = new ArrayList<Cells>();
    for (int axis = 1; axis < images.rank() - 1; axis++) {
      cells.add(cells(axes().get(axis - 1), images.size(axis)));
    }
    return Pooling.of(images.size(0), cells, images.size(-1));
  }

  private Cells cells(Cover cover, int size) {
    int[] firsts = new int[cover.count(size)];
    int[] counts = new int[firsts.length];
    int[] divisors = new int[firsts.length];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = cover.start(i, size) + outside(cover, i, size) * cover.dilation();
      counts[i] = count(cover, i, size);
      divisors[i] = padding() ? cover.elements(i, size) : counts[i];
    }
    return new Cells(size, cover.dilation(), firsts, counts, divisors);
  }

  /// Returns how many elements of a window lie before the axis.
  private static int outside(Cover cover, int window, int size) {
    return Math.ceilDiv(Math.max(-cover.start(window, size), 0), cover.dilation());
  }

  /// Returns how many elements of a window lie on the axis.
  private static int count(Cover cover, int window, int size) {
    int before = outside(cover, window, size);
    int room = size - cover.start(window, size);
    return Math.min(cover.elements(window, size), Math.ceilDiv(room, cover.dilation())) - before;
  }

  /// Returns the elements of a window, as places in a tensor of plain numbers.
  ///
  /// @param index of the window's result
  default List<int[]> places(Shape images, int... index) {
    List<int[]> places = new ArrayList<>(Collections.singleton(index.clone()));
    for (int axis = 1; axis < images.rank() - 1; axis++) {
      var cover = axes().get(axis - 1);
      int size = images.size(axis);
      var longer = new ArrayList<int[]>();
      for (int[] place : places) {
        for (int i = 0; i < cover.elements(index[axis], size); i++) {
          int[] next = place.clone();
          next[axis] = cover.start(index[axis], size) + i * cover.dilation();
          if (next[axis] >= 0 && next[axis] < size) {
            longer.add(next);
          }
        }
      }
      places = longer;
    }
    return places;
  }

  /// Returns by how much the sum over a window is divided.
  ///
  /// @param index of the window's result
  default int divisor(Shape images, int... index) {
    int divisor = 1;
    for (int axis = 1; padding() && axis < images.rank() - 1; axis++) {
      divisor *= axes().get(axis - 1).elements(index[axis], images.size(axis));
    }
    return padding() ? divisor : places(images, index).size();
  }

  /// Returns which element of a window is the first of the largest ones, or the first NaN.
  default int[] largest(Plain x, int... index) {
    int[] largest = {};
    for (int[] place : places(x.shape(), index)) {
      boolean begins = largest.length == 0;
      if (begins || (!(x.get(place) <= x.get(largest)) && !Double.isNaN(x.get(largest)))) {
        largest = place;
      }
    }
    return largest;
  }

  /// Refuses a direction that is not like the images.
  static void same(String operation, TensorType direction, TensorType images) {
    if (!direction.equals(images)) {
      throw new ShapeException(
          "%s: images are %s, what is taken is %s; both need one shape and type"
              .formatted(operation, images, direction));
    }
  }

  /// Returns the type of single-precision numbers.
  static TensorType floats(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }

  /// Misuses that all such operations answer alike.
  ///
  /// @param op with windows of 4 elements along 2 axes
  static OpSpec.Builder misuses(OpSpec.Builder spec, Op op) {
    var window = Window.of(4);
    return spec.misuse(
            op.name()
                + ": windows slide along 2 axes between batch and channels; input is [2, 9, 3]",
            op,
            floats(2, 9, 3))
        .misuse(
            "%s: %s does not fit into axis 2 of [2, 5, 3, 1]".formatted(op.name(), window),
            op,
            floats(2, 5, 3, 1))
        .misuse(
            op.name() + ": takes f32 or f64, got i32; convert with to(DType.F32)",
            op,
            new TensorType(Shape.of(2, 5, 5, 1), DType.I32));
  }
}

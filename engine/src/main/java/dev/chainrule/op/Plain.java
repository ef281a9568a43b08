package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Numbers in row-major order with a shape: what references compute with. Truths are 1 and 0.
@SuppressWarnings("ArrayRecordComponent") // equality and text are written out below
public record Plain(Shape shape, double... values) {

  /// Returns a copy of a tensor's elements.
  public static Plain of(Tensor tensor) {
    return new Plain(tensor.shape(), tensor.toDoubleArray());
  }

  /// Returns the numbers that a function gives for every index of a shape.
  public static Plain generate(Shape shape, ToDoubleFunction<int[]> value) {
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.applyAsDouble(index(shape, i));
    }
    return new Plain(shape, values);
  }

  /// Returns the number at an index; an axis of size 1 answers to every index (broadcasting), and
  /// surplus leading indices are ignored.
  public double get(int... index) {
    int place = 0;
    int surplus = index.length - shape.rank();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int size = shape.size(axis);
      place = place * size + (size == 1 ? 0 : index[axis + surplus]);
    }
    return values[place];
  }

  /// Returns the numbers combined over some axes, one after the other in row-major order.
  ///
  /// @param over for each axis whether it is combined; at least one element must be
  /// @param keep whether these axes stay, with size 1
  public static Plain fold(Plain x, boolean[] over, boolean keep, DoubleBinaryOperator step) {
    int[] kept = x.shape.sizes();
    var left = IntStream.builder();
    for (int axis = 0; axis < kept.length; axis++) {
      if (over[axis]) {
        kept[axis] = 1;
      } else {
        left.add(kept[axis]);
      }
    }
    double[] values = new double[Shape.of(kept).elements()];
    boolean[] begun = new boolean[values.length];
    for (int i = 0; i < x.values.length; i++) {
      int[] index = index(x.shape, i);
      for (int axis = 0; axis < index.length; axis++) {
        index[axis] = over[axis] ? 0 : index[axis];
      }
      int place = place(Shape.of(kept), index);
      values[place] = begun[place] ? step.applyAsDouble(values[place], x.values[i]) : x.values[i];
      begun[place] = true;
    }
    return new Plain(keep ? Shape.of(kept) : Shape.of(left.build().toArray()), values);
  }

  /// Returns the index of the element at a place in row-major order.
  public static int[] index(Shape shape, int place) {
    int[] index = new int[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = place % shape.size(axis);
      place /= shape.size(axis);
    }
    return index;
  }

  /// Returns the place in row-major order of an index.
  public static int place(Shape shape, int... index) {
    int place = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      place = place * shape.size(axis) + index[axis];
    }
    return place;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Plain plain
        && shape.equals(plain.shape)
        && Arrays.equals(values, plain.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return shape + " " + Arrays.toString(values);
  }
}

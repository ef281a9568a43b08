package dev.chainrule;

import dev.chainrule.kernel.Storage;
import dev.chainrule.op.Reshape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Elements on their way between tensors and Java arrays.
final class Elements {
  private Elements() {}

  /// Returns a tensor over an array that nobody else holds.
  static Tensor tensor(Object values, int length, DType dtype, Shape shape) {
    if (length != shape.elements()) {
      throw new ShapeException(
          "Tensor: %d values do not fill shape %s with %d elements"
              .formatted(length, shape, shape.elements()));
    }
    var storage = new Storage(values, dtype.element(), 0, Storage.contiguous(shape.sizes()));
    return Tensor.of(storage, new TensorType(shape, dtype));
  }

  static Tensor tensor(FloatBuffer values, Shape shape) {
    float[] copied = new float[values.remaining()];
    values.duplicate().get(copied);
    return tensor(copied, copied.length, DType.F32, shape);
  }

  static Tensor tensor(MemorySegment values, Shape shape, DType dtype) {
    check(values, shape, dtype);
    var storage = Storage.allocate(dtype.element(), shape.sizes());
    if (storage.array() instanceof boolean[] truths) {
      for (int i = 0; i < shape.elements(); i++) {
        truths[storage.offset() + i] = values.get(ValueLayout.JAVA_BYTE, i) != 0;
      }
    } else {
      long start = (long) storage.offset() * dtype.bytes();
      segment(storage.array()).asSlice(start).copyFrom(values);
    }
    return Tensor.of(storage, new TensorType(shape, dtype));
  }

  static void copy(Tensor tensor, MemorySegment target) {
    check(target, tensor.shape(), tensor.dtype());
    var array = copy(tensor, tensor.dtype());
    if (array instanceof boolean[] truths) {
      for (int i = 0; i < truths.length; i++) {
        target.set(ValueLayout.JAVA_BYTE, i, (byte) (truths[i] ? 1 : 0));
      }
    } else {
      target.copyFrom(segment(array));
    }
  }

  private static MemorySegment segment(Object array) {
    return switch (array) {
      case float[] values -> MemorySegment.ofArray(values);
      case double[] values -> MemorySegment.ofArray(values);
      case int[] values -> MemorySegment.ofArray(values);
      case long[] values -> MemorySegment.ofArray(values);
      case byte[] values -> MemorySegment.ofArray(values);
      default -> throw new IllegalStateException("no segment over " + array.getClass());
    };
  }

  private static void check(MemorySegment segment, Shape shape, DType dtype) {
    long bytes = (long) shape.elements() * dtype.bytes();
    if (segment.byteSize() != bytes) {
      throw new ShapeException(
          "Tensor: a segment of %d bytes does not hold %s %s, which takes %d bytes"
              .formatted(segment.byteSize(), dtype, shape, bytes));
    }
  }

  static Tensor matrix(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != columns) {
        throw new ShapeException(
            "Tensor: row 0 has %d columns, row %d has %d; all rows must be equally long"
                .formatted(columns, row, rows[row].length));
      }
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return tensor(values, values.length, DType.F32, Shape.of(rows.length, columns));
  }

  static Tensor full(Shape shape, double value, DType dtype) {
    var one = Storage.allocate(dtype.element(), new int[0]);
    set(one, value);
    var storage = one.view(one.offset(), new int[shape.rank()]);
    return Tensor.of(storage, new TensorType(shape, dtype));
  }

  private static void set(Storage storage, double value) {
    int place = storage.offset();
    switch (storage.array()) {
      case float[] array -> array[place] = (float) value;
      case double[] array -> array[place] = value;
      case int[] array -> array[place] = (int) value;
      case long[] array -> array[place] = (long) value;
      case byte[] array -> array[place] = (byte) (int) value;
      case boolean[] array -> array[place] = value != 0;
      default -> throw new IllegalStateException("no such storage: " + storage.element());
    }
  }

  /// Returns the only element.
  static double item(Tensor tensor) {
    var shape = tensor.shape();
    if (shape.elements() != 1) {
      throw new ShapeException(
          "item: needs a tensor of one element, got %s with %d".formatted(shape, shape.elements()));
    }
    return number(tensor.storage(), tensor.storage().offset());
  }

  /// Returns the element at a place of a storage's array.
  static double number(Storage storage, int place) {
    return switch (storage.array()) {
      case float[] array -> array[place];
      case double[] array -> array[place];
      case int[] array -> array[place];
      case long[] array -> array[place];
      case byte[] array -> array[place] & 255;
      case boolean[] array -> array[place] ? 1 : 0;
      default -> throw new IllegalStateException("no such storage: " + storage.element());
    };
  }

  /// Returns the place in the storage's array of an index.
  static int place(Tensor tensor, int... index) {
    var shape = tensor.shape();
    if (index.length != shape.rank()) {
      throw new ShapeException(
          "get: %s has %d axes, the index %s has %d numbers"
              .formatted(shape, shape.rank(), Arrays.toString(index), index.length));
    }
    int place = tensor.storage().offset();
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape.size(axis)) {
        throw new ShapeException(
            "get: index %s lies outside %s on axis %d"
                .formatted(Arrays.toString(index), shape, axis));
      }
      place += index[axis] * tensor.storage().stride(axis);
    }
    return place;
  }

  /// Copies the elements of a tensor to a contiguous place of the same element type.
  static void copy(Tensor tensor, Storage target) {
    int elements = tensor.shape().elements();
    var from = Reshape.contiguous(tensor);
    System.arraycopy(from.array(), from.offset(), target.array(), target.offset(), elements);
  }

  /// Returns a tensor of the elements that now lie at a contiguous place.
  static Tensor copy(Storage place, TensorType type) {
    var copied = Storage.allocate(place.element(), type.shape().sizes());
    int elements = type.shape().elements();
    System.arraycopy(place.array(), place.offset(), copied.array(), copied.offset(), elements);
    return Tensor.of(copied, type);
  }

  /// Returns a new array of the elements in row-major order, converted.
  static Object copy(Tensor tensor, DType dtype) {
    var converted = tensor.detach().to(dtype);
    int elements = converted.shape().elements();
    var storage = Reshape.contiguous(converted);
    int from = storage.offset();
    return switch (storage.array()) {
      case float[] array -> Arrays.copyOfRange(array, from, from + elements);
      case double[] array -> Arrays.copyOfRange(array, from, from + elements);
      case int[] array -> Arrays.copyOfRange(array, from, from + elements);
      case long[] array -> Arrays.copyOfRange(array, from, from + elements);
      case byte[] array -> Arrays.copyOfRange(array, from, from + elements);
      case boolean[] array -> Arrays.copyOfRange(array, from, from + elements);
      default -> throw new IllegalStateException("no such storage: " + storage.element());
    };
  }
}

package dev.chainrule.data;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// One value of any shape per sample, in row-major order: what a [Dataset] keeps of inputs and of
/// targets.
sealed interface Samples permits Samples.Values, Samples.Pixels, Samples.Windows {
  int count();

  /// The shape of one sample's value.
  Shape shape();

  DType dtype();

  /// The values of the samples `rows[from .. to - 1]`, in that order.
  Tensor take(int[] rows, int from, int to);

  Samples select(int[] rows);

  default Tensor all() {
    int[] rows = new int[count()];
    Arrays.setAll(rows, i -> i);
    return take(rows, 0, rows.length);
  }

  static Samples of(Tensor tensor) {
    Object array =
        switch (tensor.dtype()) {
          case F32 -> tensor.toFloatArray();
          case F64 -> tensor.toDoubleArray();
          case I32 -> tensor.toIntArray();
          case I64 -> tensor.toLongArray();
          case U8 -> bytes(tensor.toIntArray());
          case BOOL -> tensor.toBooleanArray();
        };
    Shape sample = tensor.shape().without(0);
    return new Values(tensor.shape().size(0), sample, tensor.dtype(), array);
  }

  static void requireSameCount(String where, Shape inputs, Shape targets) {
    if (inputs.rank() == 0 || targets.rank() == 0) {
      throw new ShapeException(
          "%s: a first axis that counts samples is missing: inputs are %s, targets %s"
              .formatted(where, inputs, targets));
    }
    if (inputs.size(0) != targets.size(0)) {
      throw new ShapeException(
          "%s: numbers of samples differ: inputs %s have %d, targets %s have %d"
              .formatted(where, inputs, inputs.size(0), targets, targets.size(0)));
    }
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /// Copies the chosen rows of any primitive array, one block a row.
  private static Object gather(Object array, int rowSize, int[] rows, int from, int to) {
    Object gathered =
        Array.newInstance(
            array.getClass().getComponentType(), Math.multiplyExact(to - from, rowSize));
    for (int i = from; i < to; i++) {
      System.arraycopy(array, rows[i] * rowSize, gathered, (i - from) * rowSize, rowSize);
    }
    return gathered;
  }

  /// Values as they will be used; `array` is a Java array of the dtype's element type.
  record Values(int count, Shape shape, DType dtype, Object array) implements Samples {
    @Override
    public Tensor take(int[] rows, int from, int to) {
      Object taken = gather(array, shape.elements(), rows, from, to);
      Shape batch = shape.insert(0, to - from);
      return switch (dtype) {
        case F32 -> Tensor.of((float[]) taken, batch);
        case F64 -> Tensor.of((double[]) taken, batch);
        case I32 -> Tensor.of((int[]) taken, batch);
        case I64 -> Tensor.of((long[]) taken, batch);
        case U8 -> Tensor.of((byte[]) taken, batch);
        case BOOL -> Tensor.of((boolean[]) taken, batch);
      };
    }

    @Override
    public Samples select(int[] rows) {
      Object selected = gather(array, shape.elements(), rows, 0, rows.length);
      return new Values(rows.length, shape, dtype, selected);
    }
  }

  /// Pixels of 0..255 that become `pixel / whitest` when they are taken: a quarter of the memory of
  /// floats. They are kept as `pixel − 128`, because signed bytes are converted by vector
  /// instructions, at twice the speed of unsigned ones.
  final class Pixels implements Samples {
    private static final float SHIFT = 128;

    private final int count;
    private final Shape shape;
    private final byte[] shifted;
    private final float whitest;

    private Pixels(int count, Shape shape, byte[] shifted, float whitest) {
      this.count = count;
      this.shape = shape;
      this.shifted = shifted;
      this.whitest = whitest;
    }

    /// @param pixels unsigned bytes, which are copied
    static Pixels of(int count, Shape shape, ByteBuffer pixels, int whitest) {
      byte[] shifted = new byte[pixels.remaining()];
      pixels.get(pixels.position(), shifted);
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] ^= (byte) 0x80;
      }
      return new Pixels(count, shape, shifted, whitest);
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public Shape shape() {
      return shape;
    }

    @Override
    public DType dtype() {
      return DType.F32;
    }

    @Override
    public Tensor take(int[] rows, int from, int to) {
      int rowSize = shape.elements();
      float[] values = new float[Math.multiplyExact(to - from, rowSize)];
      for (int i = from; i < to; i++) {
        scale(rows[i] * rowSize, values, (i - from) * rowSize, rowSize);
      }
      return Tensor.of(values, shape.insert(0, to - from));
    }

    private void scale(int source, float[] values, int target, int length) {
      for (int i = 0; i < length; i++) {
        values[target + i] = (shifted[source + i] + SHIFT) / whitest;
      }
    }

    @Override
    public Samples select(int[] rows) {
      byte[] selected = (byte[]) gather(shifted, shape.elements(), rows, 0, rows.length);
      return new Pixels(rows.length, shape, selected, whitest);
    }
  }

  /// Parts of one sequence, which they share however much they overlap.
  final class Windows implements Samples {
    private final int[] sequence;
    private final int[] starts;
    private final int length;

    private Windows(int[] sequence, int[] starts, int length) {
      this.sequence = sequence;
      this.starts = starts;
      this.length = length;
    }

    /// The windows that begin at `first`, `first + step`, ...
    static Windows of(int[] sequence, int first, int count, int length, int step) {
      int[] starts = new int[count];
      Arrays.setAll(starts, i -> first + i * step);
      return new Windows(sequence, starts, length);
    }

    @Override
    public int count() {
      return starts.length;
    }

    @Override
    public Shape shape() {
      return Shape.of(length);
    }

    @Override
    public DType dtype() {
      return DType.I32;
    }

    @Override
    public Tensor take(int[] rows, int from, int to) {
      int[] taken = new int[Math.multiplyExact(to - from, length)];
      for (int i = from; i < to; i++) {
        System.arraycopy(sequence, starts[rows[i]], taken, (i - from) * length, length);
      }
      return Tensor.of(taken, Shape.of(to - from, length));
    }

    @Override
    public Samples select(int[] rows) {
      return new Windows(sequence, Arrays.stream(rows).map(row -> starts[row]).toArray(), length);
    }
  }
}

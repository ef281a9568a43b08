package dev.chainrule;

import java.util.Locale;

/// Writes a tensor as text: type, shape, and the elements in nested brackets.
final class TensorText {
  /// Longer axes show their first and last three elements.
  private static final int LONGEST = 8;

  private final Tensor tensor;
  private final StringBuilder text = new StringBuilder();

  private TensorText(Tensor tensor) {
    this.tensor = tensor;
  }

  static String of(Tensor tensor) {
    var writer = new TensorText(tensor);
    writer.text.append(tensor.type()).append(' ');
    writer.write(new int[tensor.shape().rank()], 0);
    return writer.text.toString();
  }

  private void write(int[] index, int axis) {
    if (axis == index.length) {
      text.append(element(index));
      return;
    }
    int size = tensor.shape().size(axis);
    text.append('[');
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        text.append(axis == index.length - 1 ? ", " : "," + line(axis));
      }
      if (size > LONGEST && i == 3) {
        text.append("…");
        i = size - 4;
        continue;
      }
      index[axis] = i;
      write(index, axis + 1);
    }
    text.append(']');
  }

  private static String line(int axis) {
    return "\n" + " ".repeat(axis + 1);
  }

  private String element(int[] index) {
    double value = tensor.get(index);
    return switch (tensor.dtype()) {
      case BOOL -> value != 0 ? "true" : "false";
      case U8, I32, I64 -> Long.toString((long) value);
      case F32, F64 -> number(value);
    };
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    double size = Math.abs(value);
    return size >= 1e-4 && size < 1e6
        ? String.format(Locale.ROOT, "%.6g", value)
        : String.format(Locale.ROOT, "%.4e", value);
  }
}

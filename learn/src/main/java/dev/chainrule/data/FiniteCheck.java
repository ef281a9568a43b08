package dev.chainrule.data;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import java.util.Arrays;

/// Finds the first number that is NaN or infinite and says where it stands.
final class FiniteCheck {
  private FiniteCheck() {}

  static void require(String name, Tensor tensor) {
    if (tensor.dtype() == DType.F32) {
      float[] values = tensor.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw failure(name, tensor, i, Float.toString(values[i]));
        }
      }
    } else if (tensor.dtype() == DType.F64) {
      double[] values = tensor.toDoubleArray();
      for (int i = 0; i < values.length; i++) {
        if (!Double.isFinite(values[i])) {
          throw failure(name, tensor, i, Double.toString(values[i]));
        }
      }
    }
  }

  private static IllegalArgumentException failure(
      String name, Tensor tensor, int element, String value) {
    int[] sizes = tensor.shape().sizes();
    int[] index = new int[sizes.length];
    int rest = element;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      index[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    String place =
        switch (index.length) {
          case 1 -> "row " + index[0];
          case 2 -> "row " + index[0] + ", column " + index[1];
          default ->
              "row "
                  + index[0]
                  + ", element "
                  + Arrays.toString(Arrays.copyOfRange(index, 1, index.length));
        };
    return new IllegalArgumentException(
        "Dataset: %s hold %s at %s (rows and columns from 0); numbers must be finite"
            .formatted(name, value, place));
  }
}

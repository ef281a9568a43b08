package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.kernel.Gemm;
import dev.chainrule.kernel.Storage;

/// Runs matrix products over the outer axes of strided operands.
final class Products {
  private Products() {}

  /// @param shape of the result; the operands' outer axes are already broadcast to it
  static void run(Storage a, Storage b, Storage c, Shape shape, int k) {
    if (shape.elements() == 0) {
      return;
    }
    int rank = shape.rank();
    int m = shape.size(-2);
    int n = shape.size(-1);
    var plan =
        Gemm.of(
            m,
            n,
            k,
            new Gemm.Strides(a.stride(rank - 2), a.stride(rank - 1)),
            new Gemm.Strides(b.stride(rank - 2), b.stride(rank - 1)),
            n);
    int axis = rank - 3;
    int repeats = axis < 0 ? 1 : shape.size(axis);
    if (repeats > 1) {
      plan = plan.repeated(repeats, a.stride(axis), b.stride(axis), m * n);
    }
    int rest = shape.elements() / (m * n) / repeats;
    var outer = axis < 0 ? Shape.of() : shape.part(0, axis);
    for (int i = 0; i < rest; i++) {
      int[] index = Plain.index(outer, i);
      run(plan, a, place(a, index), b, place(b, index), c, c.offset() + i * repeats * m * n);
    }
  }

  private static int place(Storage storage, int[] index) {
    int place = storage.offset();
    for (int axis = 0; axis < index.length; axis++) {
      place += index[axis] * storage.stride(axis);
    }
    return place;
  }

  private static void run(
      Gemm plan, Storage a, int aPlace, Storage b, int bPlace, Storage c, int cPlace) {
    switch (c.array()) {
      case float[] out ->
          plan.run((float[]) a.array(), aPlace, (float[]) b.array(), bPlace, out, cPlace);
      case double[] out ->
          plan.run((double[]) a.array(), aPlace, (double[]) b.array(), bPlace, out, cPlace);
      case int[] out -> plan.run((int[]) a.array(), aPlace, (int[]) b.array(), bPlace, out, cPlace);
      case long[] out ->
          plan.run((long[]) a.array(), aPlace, (long[]) b.array(), bPlace, out, cPlace);
      default -> throw new IllegalStateException("matmul: no product of " + c.element());
    }
  }
}

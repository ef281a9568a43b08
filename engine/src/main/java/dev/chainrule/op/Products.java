package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.kernel.Gemm;
import dev.chainrule.kernel.Storage;
import dev.chainrule.kernel.Tail;

/// The matrix products over the outer axes of strided operands, planned once.
final class Products implements Runnable {
  private final Storage a;
  private final Storage b;
  private final Storage c;
  private Gemm plan;

  /// Where each repetition of the plan begins, from the operands' first elements.
  private final int[] aStarts;

  private final int[] bStarts;
  private final int step;

  /// @param shape of the result, which is contiguous; the operands' outer axes are already
  ///   broadcast to it
  /// @param k the size of the inner axis
  Products(Storage a, Storage b, Storage c, Shape shape, int k) {
    this.a = a;
    this.b = b;
    this.c = c;
    int rank = shape.rank();
    int m = shape.size(-2);
    int n = shape.size(-1);
    var rows = new Gemm.Strides(a.stride(rank - 2), a.stride(rank - 1));
    var columns = new Gemm.Strides(b.stride(rank - 2), b.stride(rank - 1));
    var one = Gemm.of(m, n, k, rows, columns, n);
    int axis = rank - 3;
    int repeats = axis < 0 ? 1 : shape.size(axis);
    plan = repeats > 1 ? one.repeated(repeats, a.stride(axis), b.stride(axis), m * n) : one;
    step = repeats * m * n;
    var outer = axis < 0 ? Shape.of() : shape.part(0, axis);
    int rest = shape.elements() == 0 ? 0 : outer.elements();
    aStarts = new int[rest];
    bStarts = new int[rest];
    for (int i = 0; i < rest; i++) {
      int[] index = Plain.index(outer, i);
      aStarts[i] = distance(a, index);
      bStarts[i] = distance(b, index);
    }
  }

  /// Hands every part of the results on once it is finished.
  Products then(Tail tail) {
    plan = plan.then(tail);
    return this;
  }

  private static int distance(Storage storage, int[] index) {
    int distance = 0;
    for (int axis = 0; axis < index.length; axis++) {
      distance += index[axis] * storage.stride(axis);
    }
    return distance;
  }

  @Override
  public void run() {
    for (int i = 0; i < aStarts.length; i++) {
      run(a.offset() + aStarts[i], b.offset() + bStarts[i], c.offset() + i * step);
    }
  }

  private void run(int aPlace, int bPlace, int cPlace) {
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

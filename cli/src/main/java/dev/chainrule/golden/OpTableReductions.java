package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;

/// Functions that take one or more axes away, or run along one.
final class OpTableReductions {
  private OpTableReductions() {}

  static void fill(OpTable table) {
    table.one("sum", a -> kept(a, a.x().sum(a.axes())));
    table.one("mean", a -> kept(a, a.x().mean(a.axes())));
  }

  /// Puts the axes that a reduction of `x` took away back with size 1, if `keepdim` asks for it.
  static Tensor kept(Arguments a, Tensor reduced) {
    if (!a.keepDim()) {
      return reduced;
    }
    Shape shape = a.x().shape();
    for (int axis : a.axes()) {
      shape = shape.with(axis, 1);
    }
    return reduced.reshape(shape.sizes());
  }
}

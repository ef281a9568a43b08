package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Comparisons;
import dev.chainrule.op.CumulativeLogSumExp;
import dev.chainrule.op.CumulativeProduct;
import dev.chainrule.op.CumulativeSum;
import dev.chainrule.op.Product;
import dev.chainrule.op.Quantifier;
import java.util.Map;

/// Functions that take one or more axes away, or run along one.
final class OpTableReductions {
  private OpTableReductions() {}

  static void fill(OpTable table) {
    table.one("sum", a -> kept(a, a.x().sum(a.axes())));
    table.one("mean", a -> kept(a, a.x().mean(a.axes())));
    table.one("prod", a -> kept(a, Product.of(a.x(), a.axes())));
    table.one("logsumexp", a -> kept(a, a.x().logSumExp(a.axes())));
    addExtrema(table);
    addTruths(table);
    addWithoutNan(table);
    addCumulative(table);
  }

  private static void addExtrema(OpTable table) {
    table.one("amax", a -> kept(a, a.x().max(a.axes())));
    table.one("amin", a -> kept(a, a.x().min(a.axes())));
    table.one("max_all", a -> a.x().max());
    table.one("min_all", a -> a.x().min());
    table.add(
        "aminmax",
        a -> Map.of("min", kept(a, a.x().min(a.axes())), "max", kept(a, a.x().max(a.axes()))));
  }

  private static void addTruths(OpTable table) {
    table.one("any", a -> kept(a, Quantifier.any(a.x(), a.axes())));
    table.one("all", a -> kept(a, Quantifier.all(a.x(), a.axes())));
    table.one("count_nonzero", a -> kept(a, Quantifier.count(a.x(), a.axes())));
  }

  private static void addWithoutNan(OpTable table) {
    table.one("nansum", a -> kept(a, withoutNan(a.x()).sum(a.axes())));
    table.one("nanmean", OpTableReductions::meanWithoutNan);
  }

  private static Tensor withoutNan(Tensor x) {
    return Comparisons.WHERE.on(Comparisons.IS_NAN.on(x), Tensor.scalar(0, x.dtype()), x);
  }

  private static Tensor meanWithoutNan(Arguments a) {
    Tensor numbers = Comparisons.EQ.on(a.x(), a.x());
    Tensor count = Quantifier.count(numbers, a.axes()).to(a.x().dtype());
    return kept(a, withoutNan(a.x()).sum(a.axes()).div(count));
  }

  private static void addCumulative(OpTable table) {
    table.one("cumsum", a -> CumulativeSum.of(a.x(), a.integer("dim")));
    table.one("cumprod", a -> CumulativeProduct.of(a.x(), a.integer("dim")));
    table.one("logcumsumexp", a -> CumulativeLogSumExp.of(a.x(), a.integer("dim")));
    table.one("diff", OpTableReductions::differences);
    table.one(
        "trapezoid",
        a -> neighbours(a.x(), a.integer("dim"), 1).sum(a.axes()).mul(a.number("dx") / 2));
  }

  private static Tensor differences(Arguments a) {
    Tensor x = a.x();
    for (int i = 0; i < a.integer("n"); i++) {
      x = neighbours(x, a.integer("dim"), -1);
    }
    return x;
  }

  /// Returns every element but the first plus the one before it, times a factor.
  private static Tensor neighbours(Tensor x, int dim, double factor) {
    int size = x.shape().size(dim);
    return x.slice(dim, 1, size).add(x.slice(dim, 0, size - 1).mul(factor));
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

package dev.chainrule.golden;

import static dev.chainrule.op.Comparisons.EQ;
import static dev.chainrule.op.Comparisons.IS_NAN;
import static dev.chainrule.op.Comparisons.WHERE;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.op.ArgCumulative;
import dev.chainrule.op.ArgExtremum;
import dev.chainrule.op.ArgMode;
import dev.chainrule.op.ArgSort;
import dev.chainrule.op.ArgTopK;
import dev.chainrule.op.Extremum;
import dev.chainrule.op.Quantifier;
import dev.chainrule.op.Quantile;
import dev.chainrule.op.Ranked;
import dev.chainrule.op.Ranking;
import dev.chainrule.op.Stacking;
import dev.chainrule.op.Unique;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Functions that compare the elements along an axis, and tell which they chose.
final class OpTableOrder {
  private OpTableOrder() {}

  static void fill(OpTable table) {
    addExtrema(table, "max", Extremum.Kind.MAX);
    addExtrema(table, "min", Extremum.Kind.MIN);
    ranked(table, "sort", a -> sort(a));
    table.one("argsort", a -> sort(a).on(a.x()));
    ranked(
        table,
        "topk",
        a ->
            new ArgTopK(
                a.integer("k"), a.integer("dim", -1), a.attributes().flag("largest", true)));
    ranked(table, "mode_dim", a -> new ArgMode(a.integer("dim"), a.keepDim()));
    table.add("unique", a -> unique(a.x()));
    addQuantiles(table);
  }

  private static Map<String, Tensor> unique(Tensor x) {
    var unique = Unique.of(x);
    return Map.of(
        "values", unique.values(), "inverse", unique.inverse(), "counts", unique.counts());
  }

  private static void addExtrema(OpTable table, String name, Extremum.Kind kind) {
    ranked(table, name + "_dim", a -> new ArgExtremum(kind, a.integer("dim"), a.keepDim()));
    ranked(table, "cum" + name, a -> new ArgCumulative(kind, a.integer("dim")));
    table.one(
        "arg" + name,
        a ->
            a.has("dim")
                ? new ArgExtremum(kind, a.integer("dim"), a.keepDim()).on(a.x())
                : new ArgExtremum(kind, 0, false).on(a.x().reshape(-1)));
  }

  private static void addQuantiles(OpTable table) {
    add(
        table,
        "kthvalue",
        a -> keptBoth(a, Ranked.nth(a.x(), a.integer("k") - 1, a.integer("dim"))));
    add(table, "median_dim", a -> keptBoth(a, median(a.x(), a.integer("dim"), true)));
    add(table, "nanmedian_dim", a -> keptBoth(a, median(a.x(), a.integer("dim"), false)));
    table.one("median_all", a -> shared(a.x(), median(a.x().reshape(-1), 0, true).values()));
    table.one("quantile", OpTableOrder::quantiles);
  }

  private static ArgSort sort(Arguments a) {
    return new ArgSort(a.integer("dim"), a.flag("descending"));
  }

  private static void ranked(OpTable table, String name, Function<Arguments, Ranking> ranking) {
    add(table, name, a -> Ranked.of(a.x(), ranking.apply(a)));
  }

  private static void add(OpTable table, String name, Function<Arguments, Ranked> function) {
    table.add(
        name,
        a -> {
          Ranked ranked = function.apply(a);
          return Map.of("values", ranked.values(), "indices", ranked.indices());
        });
  }

  private static Ranked keptBoth(Arguments a, Ranked ranked) {
    return new Ranked(
        OpTableReductions.kept(a, ranked.values()), OpTableReductions.kept(a, ranked.indices()));
  }

  /// Returns the lower of the middle elements, which PyTorch calls the median; the first NaN, if
  /// NaN shall win.
  private static Ranked median(Tensor x, int dim, boolean nanWins) {
    Tensor numbers = EQ.on(x, x);
    Tensor count = Quantifier.count(numbers, dim);
    // whole numbers: half of one less, rounded down, but not below 0
    Tensor place = count.sub(1).to(DType.F64).mul(0.5).to(DType.I64);
    if (nanWins) {
      place = WHERE.on(Quantifier.all(numbers, dim), place, count);
    }
    Ranked sorted = Ranked.sort(x, dim, false);
    Tensor index = OpTableShapes.unsqueezed(place, x.shape().axis(dim));
    return new Ranked(
        sorted.values().gather(dim, index).squeeze(dim),
        sorted.indices().gather(dim, index).squeeze(dim));
  }

  /// Returns one of the elements, whose gradient all elements that are equal share.
  private static Tensor shared(Tensor x, Tensor element) {
    Tensor equal = EQ.on(x, element.detach());
    Tensor share = equal.to(x.dtype()).div(Quantifier.count(equal).to(x.dtype()));
    Tensor value = WHERE.on(IS_NAN.on(x), Tensor.scalar(0, x.dtype()), x).mul(share).sum();
    return WHERE.on(IS_NAN.on(element), element, value);
  }

  /// Returns one quantile, or several along a new first axis.
  private static Tensor quantiles(Arguments a) {
    List<Double> parts =
        a.get("q") instanceof Json.Items items
            ? items.values().stream().map(Settings::toNumber).toList()
            : List.of(a.number("q"));
    boolean nearest = a.text("interpolation", "linear").equals("nearest");
    Stream<Tensor> each =
        parts.stream().map(part -> OpTableReductions.kept(a, quantile(a, part, nearest)));
    return parts.size() == 1 ? each.findFirst().orElseThrow() : Stacking.of(0, each.toList());
  }

  private static Tensor quantile(Arguments a, double part, boolean nearest) {
    int dim = a.integer("dim");
    return nearest
        ? Ranked.nth(a.x(), (int) Math.rint(part * (a.x().shape().size(dim) - 1)), dim).values()
        : Quantile.of(a.x(), part, dim);
  }
}

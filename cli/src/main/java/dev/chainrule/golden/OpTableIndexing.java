package dev.chainrule.golden;

import static dev.chainrule.op.Comparisons.LE;
import static dev.chainrule.op.Comparisons.LT;
import static dev.chainrule.op.Comparisons.WHERE;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Embedding;
import dev.chainrule.op.Gather;
import dev.chainrule.op.IndexAdd;
import dev.chainrule.op.IndexSelect;
import dev.chainrule.op.MaskedFill;
import dev.chainrule.op.Masks;
import dev.chainrule.op.OneHot;
import dev.chainrule.op.Scatter;
import dev.chainrule.op.ScatterAdd;
import java.util.stream.IntStream;

/// Functions that take or put elements where indices or masks say.
final class OpTableIndexing {
  private OpTableIndexing() {}

  static void fill(OpTable table) {
    addTaking(table);
    addPutting(table);
    addMasks(table);
    addCounting(table);
  }

  private static void addTaking(OpTable table) {
    table.one("gather", a -> Gather.of(a.x(), a.integer("dim"), a.index()));
    table.one("index_select", a -> IndexSelect.of(a.x(), a.integer("dim"), a.index()));
    table.one("take_along_dim", a -> Gather.along(a.x(), a.integer("dim"), a.index()));
    table.one("take", a -> takenFlat(a.x().reshape(-1), a.index()));
    table.one("advanced_index", OpTableIndexing::advanced);
    table.one("embedding", OpTableIndexing::embedded);
  }

  private static void addPutting(OpTable table) {
    table.one("scatter", a -> scattered(a.x(), a.integer("dim"), a.index(), a.source()));
    table.one("scatter_add", OpTableIndexing::scatterAdded);
    table.one("index_add", OpTableIndexing::indexAdded);
    table.one("index_copy", a -> Scatter.slices(a.x(), a.integer("dim"), a.index(), a.source()));
    table.one("index_fill", OpTableIndexing::filled);
    table.one("index_put", OpTableIndexing::put);
  }

  private static void addMasks(OpTable table) {
    table.one("masked_fill", a -> MaskedFill.of(a.x(), a.tensor("mask"), a.number("value")));
    table.one("boolean_index", a -> Masks.rows(a.x(), a.tensor("mask")));
    table.one("masked_scatter", a -> maskScattered(a.x(), a.tensor("mask"), a.source()));
    table.unary("nonzero", Masks::nonZero);
    table.one("masked_select", a -> Masks.select(a.x(), a.tensor("mask")));
  }

  private static void addCounting(OpTable table) {
    table.one("one_hot", a -> new OneHot(a.integer("num_classes"), DType.I64).on(a.x()));
    table.one("bincount", a -> counted(a.x(), a.integer("minlength", 0)));
    table.one("searchsorted", OpTableIndexing::searched);
  }

  private static Tensor takenFlat(Tensor x, Tensor index) {
    return IndexSelect.of(x, 0, fromStart(index, x.shape().size(0)));
  }

  /// Counts negative indices from the start, as Chainrule wants them.
  private static Tensor fromStart(Tensor index, int size) {
    Tensor zero = Tensor.scalar(0, index.dtype());
    return WHERE.on(LT.on(index, zero), index.add(size), index);
  }

  private static Tensor advanced(Arguments a) {
    Tensor x = a.x();
    Tensor first = fromStart(a.tensor("i0"), x.shape().size(0));
    if (a.find("i1").isEmpty()) {
      return IndexSelect.of(x, 0, first);
    }
    int columns = x.shape().size(1);
    Tensor index = first.mul(columns).add(fromStart(a.tensor("i1"), columns));
    return IndexSelect.of(OpTableShapes.flattened(x, 0, 1), 0, index);
  }

  private static Tensor embedded(Arguments a) {
    Tensor table = a.tensor("weight");
    if (!a.has("padding_idx")) {
      return Embedding.of(table, a.index());
    }
    int padding = Math.floorMod(a.integer("padding_idx"), table.shape().size(0));
    return new Embedding(padding).on(table, a.index());
  }

  /// Returns the part of a source that indices of a smaller shape use.
  private static Tensor used(Tensor source, Tensor index) {
    Tensor part = source;
    for (int axis = 0; axis < index.shape().rank(); axis++) {
      part = part.slice(axis, 0, index.shape().size(axis));
    }
    return part;
  }

  private static Tensor scattered(Tensor x, int dim, Tensor index, Tensor source) {
    return Scatter.of(x, dim, index, used(source, index));
  }

  private static Tensor ones(Tensor like, DType dtype) {
    return Tensor.ones(like.shape(), dtype);
  }

  private static Tensor scatterAdded(Arguments a) {
    return ScatterAdd.of(a.x(), a.integer("dim"), a.index(), used(a.source(), a.index()));
  }

  private static Tensor indexAdded(Arguments a) {
    Tensor source = a.source().mul(a.number("alpha", 1));
    return IndexAdd.of(a.x(), a.integer("dim"), a.index(), source);
  }

  private static Tensor filled(Arguments a) {
    int axis = a.x().shape().axis(a.integer("dim"));
    Shape shape = a.x().shape().with(axis, a.index().shape().elements());
    var add = new IndexAdd(axis, a.x().shape().size(axis));
    Tensor hits = add.on(Tensor.ones(shape, DType.I32), a.index().reshape(-1));
    return MaskedFill.of(a.x(), hits.to(DType.BOOL), a.number("value"));
  }

  private static Tensor put(Arguments a) {
    Tensor x = a.x();
    int columns = x.shape().size(1);
    Tensor index =
        fromStart(a.tensor("i0"), x.shape().size(0))
            .mul(columns)
            .add(fromStart(a.tensor("i1"), columns));
    Tensor flat = OpTableShapes.flattened(x, 0, 1);
    Shape rows = index.shape().concat(flat.shape().part(1, flat.shape().rank()));
    Tensor source = a.source().expand(rows.sizes());
    if (a.flag("accumulate")) {
      return IndexAdd.of(flat, 0, index, source).reshape(x.shape().sizes());
    }
    return Scatter.slices(flat, 0, index, source).reshape(x.shape().sizes());
  }

  /// Puts the elements of the source, one after the other, where the mask holds.
  private static Tensor maskScattered(Tensor x, Tensor mask, Tensor source) {
    boolean[] chosen = mask.expand(x.shape().sizes()).toBooleanArray();
    int[] places = IntStream.range(0, chosen.length).filter(i -> chosen[i]).toArray();
    Tensor index = Tensor.of(places, Shape.of(places.length));
    Tensor part = source.reshape(-1).slice(0, 0, places.length);
    return Scatter.of(x.reshape(-1), 0, index, part).reshape(x.shape().sizes());
  }

  private static Tensor counted(Tensor x, int least) {
    int most = x.shape().elements() == 0 ? -1 : (int) x.max().item();
    Tensor none = Tensor.zeros(Shape.of(Math.max(least, most + 1)), DType.I64);
    return IndexAdd.of(none, 0, x, ones(x, DType.I64));
  }

  /// Returns how many sorted numbers lie before each of `x`.
  private static Tensor searched(Arguments a) {
    Tensor sorted = a.tensor("sorted");
    Tensor places = OpTableShapes.unsqueezed(a.x(), -1);
    Tensor lines = sorted.shape().rank() == 1 ? sorted : OpTableShapes.unsqueezed(sorted, -2);
    Tensor before = a.flag("right") ? LE.on(lines, places) : LT.on(lines, places);
    return before.to(DType.I64).sum(-1);
  }
}

package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.Flip;
import dev.chainrule.op.Pad;
import dev.chainrule.op.Range;
import dev.chainrule.op.Repeat;
import dev.chainrule.op.Roll;
import dev.chainrule.op.Slice;
import dev.chainrule.op.Stacking;
import dev.chainrule.op.Tile;
import dev.chainrule.op.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Functions that take tensors apart, put them together and repeat them.
final class OpTableMoves {
  private OpTableMoves() {}

  static void fill(OpTable table) {
    addParts(table);
    addTurns(table);
    addJoins(table);
    addRepeats(table);
  }

  private static void addParts(OpTable table) {
    table.one("slice", OpTableMoves::sliced);
    table.one("select", a -> a.x().select(a.integer("dim"), a.integer("index")));
    table.one(
        "narrow", a -> narrowed(a.x(), a.integer("dim"), a.integer("start"), a.integer("length")));
    table.many("split", a -> split(a.x(), a.integer("dim", 0), a.get("sizes")));
    table.many("chunk", a -> chunks(a.x(), a.integer("chunks"), a.integer("dim", 0)));
    table.many("unbind", a -> unbound(a.x(), a.integer("dim", 0)));
    table.one(
        "window_unfold",
        a -> Windows.of(a.x(), a.integer("dim"), a.integer("size"), a.integer("step")));
  }

  private static void addTurns(OpTable table) {
    table.one("flip", a -> Flip.of(a.x(), a.integers("dims")));
    table.one("roll", OpTableMoves::rolled);
    table.one("rot90", a -> turned(a.x(), a.integer("k"), a.integers("dims")));
  }

  private static void addJoins(OpTable table) {
    table.one("cat", a -> Concatenate.of(a.integer("dim", 0), a.list()));
    table.one("stack", a -> Stacking.of(a.integer("dim", 0), a.list()));
    table.many("meshgrid", a -> grid(a.list(), a.text("indexing", "ij")));
    table.one("block_diag", a -> blocks(a.list()));
  }

  private static void addRepeats(OpTable table) {
    table.one("tile", a -> Tile.of(a.x(), a.integers("dims")));
    table.one("repeat_interleave", OpTableMoves::repeated);
    table.one("pad", OpTableMoves::padded);
  }

  private static Tensor sliced(Arguments a) {
    Tensor x = a.x();
    List<Json> starts = a.get("starts").items();
    for (int axis = 0; axis < starts.size(); axis++) {
      int size = x.shape().size(axis);
      int step = a.get("steps").items().get(axis).asInt();
      int from = bound(starts.get(axis), 0, size);
      int to = bound(a.get("ends").items().get(axis), size, size);
      x = Slice.of(x, axis, new Range(from, step, Math.max(0, Math.ceilDiv(to - from, step))));
    }
    return x;
  }

  /// Returns a bound of a slice as Python understands it: null is the end, too far is the end too.
  private static int bound(Json given, int end, int size) {
    if (given instanceof Json.Null) {
      return end;
    }
    int place = given.asInt() < 0 ? given.asInt() + size : given.asInt();
    return Math.clamp(place, 0, size);
  }

  static Tensor narrowed(Tensor x, int dim, int start, int length) {
    int from = start < 0 ? start + x.shape().size(dim) : start;
    return x.slice(dim, from, from + length);
  }

  private static List<Tensor> split(Tensor x, int dim, Json sizes) {
    return sizes instanceof Json.Items
        ? Slice.split(x, dim, sizes.items().stream().mapToInt(Json::asInt).toArray())
        : pieces(x, dim, sizes.asInt());
  }

  private static List<Tensor> chunks(Tensor x, int count, int dim) {
    return pieces(x, dim, Math.ceilDiv(x.shape().size(dim), count));
  }

  /// Returns pieces of one size, of which the last may be shorter.
  private static List<Tensor> pieces(Tensor x, int dim, int size) {
    List<Tensor> pieces = new ArrayList<>();
    int all = x.shape().size(dim);
    for (int start = 0; start < all; start += size) {
      pieces.add(narrowed(x, dim, start, Math.min(size, all - start)));
    }
    return pieces;
  }

  private static List<Tensor> unbound(Tensor x, int dim) {
    return IntStream.range(0, x.shape().size(dim)).mapToObj(i -> x.select(dim, i)).toList();
  }

  private static Tensor rolled(Arguments a) {
    int[] shifts = a.integers("shifts");
    int[] dims = a.attributes().integersOrNone("dims");
    if (dims.length == 0) {
      return Roll.of(a.x().reshape(-1), 0, shifts[0]).reshape(a.x().shape().sizes());
    }
    Tensor rolled = a.x();
    for (int i = 0; i < dims.length; i++) {
      rolled = Roll.of(rolled, dims[i], shifts[i]);
    }
    return rolled;
  }

  private static Tensor turned(Tensor x, int times, int[] dims) {
    return switch (Math.floorMod(times, 4)) {
      case 0 -> x;
      case 1 -> OpTableShapes.swapped(Flip.of(x, dims[1]), dims[0], dims[1]);
      case 2 -> Flip.of(x, dims);
      default -> Flip.of(OpTableShapes.swapped(x, dims[0], dims[1]), dims[1]);
    };
  }

  private static List<Tensor> grid(List<Tensor> lines, String indexing) {
    int[] sizes = lines.stream().mapToInt(line -> line.shape().elements()).toArray();
    List<Tensor> grid = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int[] column = new int[sizes.length];
      Arrays.fill(column, 1);
      column[i] = sizes[i];
      Tensor spread = lines.get(i).reshape(column).expand(sizes);
      boolean swap = indexing.equals("xy") && sizes.length > 1;
      grid.add(swap ? OpTableShapes.swapped(spread, 0, 1) : spread);
    }
    return grid;
  }

  private static Tensor blocks(List<Tensor> given) {
    List<Tensor> blocks =
        given.stream().map(x -> x.shape().rank() == 2 ? x : x.reshape(1, -1)).toList();
    int width = blocks.stream().mapToInt(block -> block.shape().size(1)).sum();
    List<Tensor> rows = new ArrayList<>();
    int left = 0;
    for (Tensor block : blocks) {
      int height = block.shape().size(0);
      int right = width - left - block.shape().size(1);
      Tensor before = Tensor.zeros(Shape.of(height, left), block.dtype());
      Tensor after = Tensor.zeros(Shape.of(height, right), block.dtype());
      rows.add(Concatenate.of(1, List.of(before, block, after)));
      left += block.shape().size(1);
    }
    return Concatenate.of(0, rows);
  }

  private static Tensor repeated(Arguments a) {
    Tensor x = a.has("dim") ? a.x() : a.x().reshape(-1);
    return Repeat.of(x, a.integer("dim", 0), a.integers("repeats"));
  }

  /// PyTorch's numbers come in pairs, before and after, the innermost axis first.
  private static Tensor padded(Arguments a) {
    int[] pairs = a.integers("pad");
    int rank = a.x().shape().rank();
    List<Integer> before = new ArrayList<>(Collections.nCopies(rank, 0));
    List<Integer> after = new ArrayList<>(before);
    for (int i = 0; i < pairs.length / 2; i++) {
      before.set(rank - 1 - i, pairs[2 * i]);
      after.set(rank - 1 - i, pairs[2 * i + 1]);
    }
    Pad.Mode mode = Pad.Mode.valueOf(a.text("mode", "constant").toUpperCase(Locale.ROOT));
    return new Pad(before, after, mode, a.number("value", 0)).on(a.x());
  }
}

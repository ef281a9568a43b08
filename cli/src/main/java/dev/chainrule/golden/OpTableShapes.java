package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Diagonal;
import dev.chainrule.op.DiagonalEmbed;
import dev.chainrule.op.Permute;
import dev.chainrule.op.Triangle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Functions that see the same elements under another shape or in another order of the axes.
final class OpTableShapes {
  private OpTableShapes() {}

  static void fill(OpTable table) {
    addViews(table);
    addAxes(table);
    addDiagonals(table);
  }

  private static void addViews(OpTable table) {
    table.one("reshape", a -> a.x().reshape(a.integers("shape")));
    table.one("expand", a -> a.x().expand(expanded(a.x().shape(), a.integers("shape"))));
    table.one("flatten", a -> flattened(a.x(), a.integer("start"), a.integer("end")));
    table.one("unflatten", a -> unflattened(a.x(), a.integer("dim"), a.integers("sizes")));
    table.one("squeeze", a -> squeezed(a.x(), a.axes()));
    table.one("unsqueeze", a -> unsqueezed(a.x(), a.integer("dim")));
  }

  private static void addAxes(OpTable table) {
    table.one("permute", a -> a.x().permute(axes(a.x(), a.integers("dims"))));
    table.one("transpose", a -> swapped(a.x(), a.integer("d0"), a.integer("d1")));
    table.one("movedim", a -> moved(a.x(), a.integers("source"), a.integers("destination")));
    table.one("channel_shuffle", a -> channelsShuffled(a.x(), a.integer("groups")));
  }

  private static void addDiagonals(OpTable table) {
    table.one("tril", a -> Triangle.lower(a.x(), a.integer("diagonal", 0)));
    table.one("triu", a -> Triangle.upper(a.x(), a.integer("diagonal", 0)));
    table.one(
        "diagonal",
        a ->
            new Diagonal(a.integer("offset", 0), a.integer("dim1", 0), a.integer("dim2", 1))
                .on(a.x()));
    table.one("diag_embed", a -> DiagonalEmbed.of(a.x(), a.integer("offset", 0)));
    table.one("diag", a -> diagonal(a.x(), a.integer("diagonal", 0)));
    table.unary("trace", Diagonal::trace);
  }

  /// Makes a matrix of a vector, and a vector of a matrix.
  private static Tensor diagonal(Tensor x, int offset) {
    return x.shape().rank() == 1 ? DiagonalEmbed.of(x, offset) : Diagonal.of(x, offset);
  }

  static int[] axes(Tensor x, int[] axes) {
    return IntStream.of(axes).map(x.shape()::axis).toArray();
  }

  /// Returns the sizes to expand to; −1 keeps a size.
  private static int[] expanded(Shape shape, int[] sizes) {
    int[] full = sizes.clone();
    for (int i = 0; i < full.length; i++) {
      full[i] = full[i] == -1 ? shape.size(i - full.length) : full[i];
    }
    return full;
  }

  static Tensor flattened(Tensor x, int start, int end) {
    Shape shape = x.shape();
    if (shape.rank() == 0) {
      return x.reshape(1);
    }
    int first = shape.axis(start);
    int last = shape.axis(end);
    int size = shape.part(first, last + 1).elements();
    Shape flat = shape.part(0, first).concat(Shape.of(size));
    return x.reshape(flat.concat(shape.part(last + 1, shape.rank())).sizes());
  }

  private static Tensor unflattened(Tensor x, int dim, int[] sizes) {
    Shape shape = x.shape();
    int axis = shape.axis(dim);
    int[] full = sizes.clone();
    int known = -IntStream.of(sizes).reduce(1, (p, size) -> p * size);
    for (int i = 0; i < full.length; i++) {
      full[i] = full[i] == -1 ? shape.size(axis) / known : full[i];
    }
    Shape tail = shape.part(axis + 1, shape.rank());
    return x.reshape(shape.part(0, axis).concat(Shape.of(full)).concat(tail).sizes());
  }

  /// Takes away those of the axes that have size 1.
  static Tensor squeezed(Tensor x, int[] dims) {
    List<Integer> gone = new ArrayList<>();
    for (int axis : axes(x, dims)) {
      gone.add(axis);
    }
    Shape shape = x.shape();
    int[] left =
        IntStream.range(0, shape.rank())
            .filter(axis -> shape.size(axis) != 1 || !gone.contains(axis))
            .map(shape::size)
            .toArray();
    return x.reshape(left);
  }

  static Tensor unsqueezed(Tensor x, int dim) {
    int axis = dim < 0 ? dim + x.shape().rank() + 1 : dim;
    return x.reshape(x.shape().insert(axis, 1).sizes());
  }

  static Tensor swapped(Tensor x, int first, int second) {
    return x.shape().rank() == 0 ? x : Permute.swap(x, first, second);
  }

  private static Tensor moved(Tensor x, int[] sources, int[] destinations) {
    int rank = x.shape().rank();
    int[] from = axes(x, sources);
    int[] to = axes(x, destinations);
    int[] order = new int[rank];
    List<Integer> others = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    List<Integer> places = new ArrayList<>(others);
    for (int i = 0; i < from.length; i++) {
      order[to[i]] = from[i];
      others.remove(Integer.valueOf(from[i]));
      places.remove(Integer.valueOf(to[i]));
    }
    for (int i = 0; i < others.size(); i++) {
      order[places.get(i)] = others.get(i);
    }
    return x.permute(order);
  }

  /// Moves `r · r` groups of channels of images `[..., channels, height, width]` into the picture.
  private static Tensor channelsShuffled(Tensor x, int groups) {
    int each = x.shape().size(1) / groups;
    Tensor grouped = unflattened(x, 1, new int[] {groups, each});
    return swapped(grouped, 1, 2).reshape(x.shape().sizes());
  }
}

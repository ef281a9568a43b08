package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Storage;
import java.util.List;
import java.util.stream.IntStream;

/// The elements on a diagonal of two axes, as a new innermost axis in place of both; a view.
///
/// @param offset which diagonal: 0 the main one, 1 the one above it, −1 the one below
/// @param row the axis that counts rows; negative numbers count from the end
/// @param column the axis that counts columns
public record Diagonal(int offset, int row, int column) implements Linear {

  /// Returns a diagonal of the two innermost axes.
  public static Tensor of(Tensor x, int offset) {
    return new Diagonal(offset, -2, -1).on(x);
  }

  /// Returns the sum over the main diagonal of the two innermost axes.
  public static Tensor trace(Tensor x) {
    return of(x, 0).sum(-1);
  }

  @Override
  public String name() {
    return "diagonal";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return inputs.getFirst().with(shape(name(), inputs.getFirst().shape()));
  }

  private Shape shape(String operation, Shape from) {
    int rows = Axes.one(operation, row, from);
    int columns = Axes.one(operation, column, from);
    if (rows == columns) {
      throw new ShapeException(
          "%s: rows and columns are both axis %d of %s".formatted(operation, rows, from));
    }
    return Shape.of(others(from, rows, columns).map(from::size).toArray())
        .concat(Shape.of(length(from.size(rows), from.size(columns), offset)));
  }

  private static IntStream others(Shape shape, int rows, int columns) {
    return IntStream.range(0, shape.rank()).filter(axis -> axis != rows && axis != columns);
  }

  /// Returns how many elements a diagonal has.
  static int length(int rows, int columns, int offset) {
    return Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
  }

  /// Returns a view of the diagonal of a storage with the given shape.
  Storage view(Storage storage, Shape shape) {
    int rows = shape.axis(row);
    int columns = shape.axis(column);
    int along = storage.stride(rows) + storage.stride(columns);
    int start = offset >= 0 ? offset * storage.stride(columns) : -offset * storage.stride(rows);
    int[] strides =
        IntStream.concat(others(shape, rows, columns).map(storage::stride), IntStream.of(along))
            .toArray();
    return storage.view(storage.offset() + start, strides);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var x = inputs.getFirst();
    return Tensor.of(view(x.storage(), x.shape()), type);
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    var shape = input.shape();
    int rows = shape.axis(row);
    int columns = shape.axis(column);
    var diagonal = new Diagonal(offset, rows, columns);
    return new DiagonalEmbed(diagonal, shape.size(rows), shape.size(columns)).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(
        shape(name(), x.shape()), index -> x.get(source(index, x.shape().rank())));
  }

  /// Returns where an element of the diagonal comes from.
  int[] source(int[] index, int rank) {
    int rows = Math.floorMod(row, rank);
    int columns = Math.floorMod(column, rank);
    int[] source = new int[rank];
    int[] others =
        IntStream.range(0, rank).filter(axis -> axis != rows && axis != columns).toArray();
    for (int i = 0; i < others.length; i++) {
      source[others[i]] = index[i];
    }
    source[rows] = index[index.length - 1] + Math.max(-offset, 0);
    source[columns] = index[index.length - 1] + Math.max(offset, 0);
    return source;
  }

  static OpSpec spec() {
    return OpSpec.of("diagonal")
        .summary("The elements on a diagonal of two axes.")
        .formula("y[i] = x[i, i + offset]")
        .gradient("dx[i, i + offset] = dy[i], 0 elsewhere")
        .sample(new Diagonal(0, -2, -1), Input.numbers(4, 4))
        .sample(new Diagonal(1, 0, 1), Input.numbers(3, 5))
        .sample(new Diagonal(-1, 2, 0), Input.numbers(2, 3, 4))
        .sample(new Diagonal(9, 0, 1), Input.numbers(3, 5))
        .misuse(
            "diagonal: rows and columns are both axis 1 of [3, 4]",
            new Diagonal(0, 1, -1),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "diagonal: axis -2 does not exist; input is [3]",
            new Diagonal(0, -2, -1),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

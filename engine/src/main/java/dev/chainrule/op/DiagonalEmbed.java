package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Zeros with the elements of the innermost axis on a diagonal of two new axes: the transpose of
/// [Diagonal].
///
/// @param diagonal where the elements go, with the axes of the result counted from 0
/// @param rows the size of the row axis
/// @param columns the size of the column axis
public record DiagonalEmbed(Diagonal diagonal, int rows, int columns) implements Linear {

  /// Returns square matrices, as the two innermost axes, with the elements on a diagonal.
  public static Tensor of(Tensor x, int offset) {
    int rank = x.shape().rank();
    int size = x.shape().size(-1) + Math.abs(offset);
    return new DiagonalEmbed(new Diagonal(offset, rank - 1, rank), size, size).on(x);
  }

  @Override
  public String name() {
    return "diagonalEmbed";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    int length = Diagonal.length(rows, columns, diagonal.offset());
    if (from.rank() < 1 || from.size(-1) != length) {
      throw new ShapeException(
          "diagonalEmbed: diagonal %d of %d rows and %d columns has %d elements, which %s does not give"
              .formatted(diagonal.offset(), rows, columns, length, from));
    }
    return inputs.getFirst().with(shape(from));
  }

  private Shape shape(Shape from) {
    var outer = from.part(0, from.rank() - 1);
    return diagonal.row() < diagonal.column()
        ? outer.insert(diagonal.row(), rows).insert(diagonal.column(), columns)
        : outer.insert(diagonal.column(), columns).insert(diagonal.row(), rows);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var result = Copies.zeros(type);
    Copies.into(diagonal.view(result, type.shape()), inputs.getFirst());
    return Tensor.of(result, type);
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return diagonal.on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    var shape = shape(x.shape());
    var result = new Plain(shape, new double[shape.elements()]);
    for (int i = 0; i < x.values().length; i++) {
      int[] to = diagonal.source(Plain.index(x.shape(), i), shape.rank());
      result.values()[Plain.place(shape, to)] = x.values()[i];
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("diagonalEmbed")
        .summary("Zeros with the elements of the innermost axis on a diagonal of two new axes.")
        .formula("y[i, i + offset] = x[i], 0 elsewhere")
        .gradient("dx[i] = dy[i, i + offset]")
        .sample(new DiagonalEmbed(new Diagonal(0, 1, 2), 3, 3), Input.numbers(2, 3))
        .sample(new DiagonalEmbed(new Diagonal(1, 0, 1), 4, 4), Input.numbers(3))
        .sample(new DiagonalEmbed(new Diagonal(-1, 2, 0), 4, 5), Input.numbers(2, 3))
        .misuse(
            "diagonalEmbed: diagonal 1 of 3 rows and 3 columns has 2 elements, which [3] does not"
                + " give",
            new DiagonalEmbed(new Diagonal(1, 0, 1), 3, 3),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The elements on one side of a diagonal of the two innermost axes, 0 elsewhere.
///
/// @param lower whether the elements below the diagonal stay, or those above it; the diagonal
///   always stays
/// @param offset which diagonal: 0 the main one, 1 the one above it, −1 the one below
public record Triangle(boolean lower, int offset) implements Linear {

  /// Returns the lower triangle: a causal mask, if the elements are truths.
  public static Tensor lower(Tensor x, int offset) {
    return new Triangle(true, offset).on(x);
  }

  /// Returns the upper triangle.
  public static Tensor upper(Tensor x, int offset) {
    return new Triangle(false, offset).on(x);
  }

  @Override
  public String name() {
    return "triangle";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    if (inputs.getFirst().shape().rank() < 2) {
      throw new ShapeException(
          "triangle: needs at least two axes, got " + inputs.getFirst().shape());
    }
    return inputs.getFirst();
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var from = Reshape.contiguous(inputs.getFirst());
    var result = Copies.zeros(type);
    int rows = type.shape().size(-2);
    int columns = type.shape().size(-1);
    int all = columns == 0 ? 0 : type.shape().elements() / columns;
    for (int row = 0; row < all; row++) {
      int diagonal = row % rows + offset;
      int first = lower ? 0 : Math.clamp(diagonal, 0, columns);
      int end = lower ? Math.clamp(diagonal + 1, 0, columns) : columns;
      int place = row * columns + first;
      System.arraycopy(
          from.array(),
          from.offset() + place,
          result.array(),
          result.offset() + place,
          end - first);
    }
    return Tensor.of(result, type);
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(
        x.shape(),
        index -> {
          int distance = index[index.length - 1] - index[index.length - 2];
          return (lower ? distance <= offset : distance >= offset) ? x.get(index) : 0;
        });
  }

  static OpSpec spec() {
    return OpSpec.of("triangle")
        .summary("The elements on one side of a diagonal of the two innermost axes, 0 elsewhere.")
        .formula("y[i, j] = x[i, j] if j − i ≤ offset (lower) or ≥ offset (upper), else 0")
        .gradient("dx = the same triangle of dy")
        .sample(new Triangle(true, 0), Input.numbers(4, 4))
        .sample(new Triangle(true, 1), Input.numbers(2, 3, 5))
        .sample(new Triangle(false, -1), Input.numbers(4, 3))
        .sample(new Triangle(false, 7), Input.numbers(4, 3))
        .misuse(
            "triangle: needs at least two axes, got [4]",
            new Triangle(true, 0),
            new TensorType(Shape.of(4), DType.F32))
        .build();
  }
}

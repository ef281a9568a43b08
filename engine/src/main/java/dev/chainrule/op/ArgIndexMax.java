package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.LargestRows;
import java.util.List;

/// For every place and column which row is the largest of those that go to the place, as `I64`: the
/// first one at a tie, that of the first NaN if there is one, and the number of rows where none
/// goes.
///
/// Inputs are the rows `[n, features]` and the place of each, `[n]`.
///
/// @param size how many places there are
public record ArgIndexMax(int size) implements Discrete {
  @Override
  public String name() {
    return "argIndexMax";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    Indices.check(name(), inputs.get(1));
    if (x.shape().rank() != 2 || !inputs.get(1).shape().equals(x.shape().part(0, 1))) {
      throw new ShapeException(
          "argIndexMax: rows are %s, the indices are %s; expected [n, features] and [n]"
              .formatted(x.shape(), inputs.get(1).shape()));
    }
    if (!x.dtype().floating()) {
      throw new DTypeException(
          "argIndexMax: takes f32 or f64, got %s; convert with to(DType.F32)".formatted(x.dtype()));
    }
    return new TensorType(x.shape().with(0, size), DType.I64);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.get(0).shape();
    return Contiguous.bind(
        List.of(inputs.get(0).detach()),
        from ->
            Indices.bind(
                name(),
                inputs.get(1),
                result.shape(),
                0,
                places ->
                    LargestRows.of(
                        from.getFirst(), places, x.size(0), x.size(1), result.storage(), size)));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    int rows = x.shape().size(0);
    return Plain.generate(
        x.shape().with(0, size),
        at -> {
          int best = rows;
          for (int row = 0; row < rows; row++) {
            double value = x.get(row, at[1]);
            boolean here = inputs.get(1).get(row) == at[0];
            if (here
                && (best == rows || Double.compare(value + 0.0, x.get(best, at[1]) + 0.0) > 0)) {
              best = row;
            }
          }
          return best;
        });
  }

  static OpSpec spec() {
    return OpSpec.of("argIndexMax")
        .summary("Which row is the largest of those that go to the same place; NaN wins.")
        .formula("y[p, j] = argmaxᵢ x[i, j] over index[i] = p, or n where there is none")
        .sample(new ArgIndexMax(4), Input.numbers(7, 3), Input.whole(0, 3, 7))
        .sample(new ArgIndexMax(9), Input.numbers(40, 5), Input.whole(0, 8, 40))
        .sample(new ArgIndexMax(2), Input.numbers(0, 3), Input.whole(0, 1, 0))
        .misuse(
            "argIndexMax: rows are [4, 3], the indices are [3]; expected [n, features] and [n]",
            new ArgIndexMax(5),
            new TensorType(Shape.of(4, 3), DType.F32),
            new TensorType(Shape.of(3), DType.I32))
        .misuse(
            "argIndexMax: takes f32 or f64, got i32; convert with to(DType.F32)",
            new ArgIndexMax(5),
            new TensorType(Shape.of(4, 3), DType.I32),
            new TensorType(Shape.of(4), DType.I32))
        .build();
  }
}

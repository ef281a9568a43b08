package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.Scatters;
import java.util.List;

/// For every class number a row with a 1 at its place and 0 elsewhere, on a new innermost axis.
///
/// @param classes how many classes there are; numbers are `0 .. classes − 1`
/// @param dtype the type of the result
public record OneHot(int classes, DType dtype) implements Discrete {

  /// Returns rows of `F32` with a 1 at the place that each number names.
  public static Tensor of(Tensor numbers, int classes) {
    return new OneHot(classes, DType.F32).on(numbers);
  }

  @Override
  public String name() {
    return "oneHot";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var index = inputs.getFirst();
    Indices.check(name(), index);
    if (dtype == DType.BOOL || dtype == DType.U8) {
      throw new DTypeException(
          "oneHot: the result is i32, i64, f32 or f64, not " + dtype + "; convert it afterwards");
    }
    return new TensorType(index.shape().concat(Shape.of(classes)), dtype);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var index = inputs.getFirst();
    var shape = result.shape();
    int axis = shape.rank() - 1;
    var ones = Copies.of(Tensor.ones(index.shape(), dtype));
    var to = result.storage();
    return Indices.bind(
        name(),
        index,
        shape,
        axis,
        places -> {
          var sum = Scatters.addElements(ones, places, 1, to, Lines.of(shape.sizes(), axis));
          return () -> {
            Copies.clear(to, shape.elements());
            sum.run();
          };
        });
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var index = inputs.getFirst();
    return Plain.generate(
        index.shape().concat(Shape.of(classes)),
        at -> {
          int[] row = java.util.Arrays.copyOf(at, at.length - 1);
          return index.get(row) == at[at.length - 1] ? 1 : 0;
        });
  }

  static OpSpec spec() {
    return OpSpec.of("oneHot")
        .summary("For every class number a row with a 1 at its place and 0 elsewhere.")
        .formula("y[i, j] = 1 if j = x[i], else 0")
        .sample(new OneHot(5, DType.F32), Input.whole(0, 4, 3, 2))
        .sample(new OneHot(3, DType.I64), Input.whole(0, 2, 40))
        .misuse(
            "oneHot: indices must be whole numbers, got f32; convert with to(DType.I32)",
            new OneHot(3, DType.F32),
            new TensorType(Shape.of(4), DType.F32))
        .build();
  }
}

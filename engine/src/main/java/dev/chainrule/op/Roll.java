package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The elements moved along an axis; those that leave at one end come in at the other.
///
/// @param axis along which they move; negative numbers count from the end
/// @param shift how far; negative numbers move towards the start
public record Roll(int axis, int shift) implements Linear {

  /// Returns a tensor with its elements moved along an axis.
  public static Tensor of(Tensor x, int axis, int shift) {
    return new Roll(axis, shift).on(x);
  }

  @Override
  public String name() {
    return "roll";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    Axes.one(name(), axis, inputs.getFirst().shape());
    return inputs.getFirst();
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.getFirst().detach();
    int size = x.shape().size(axis);
    int distance = size == 0 ? 0 : Math.floorMod(shift, size);
    var parts =
        List.of(
            Slice.of(x, axis, new Range(size - distance, 1, distance)),
            Slice.of(x, axis, new Range(0, 1, size - distance)));
    return new Concatenate(axis).bind(parts, result);
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new Roll(axis, -shift).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int rolled = x.shape().axis(axis);
    return Plain.generate(
        x.shape(),
        index -> {
          int[] from = index.clone();
          from[rolled] = Math.floorMod(index[rolled] - shift, x.shape().size(rolled));
          return x.get(from);
        });
  }

  static OpSpec spec() {
    return OpSpec.of("roll")
        .summary("The elements moved along an axis and around its end.")
        .formula("y[i] = x[(i − shift) mod n]")
        .gradient("dx[i] = dy[(i + shift) mod n]")
        .sample(new Roll(1, 1), Input.numbers(3, 4))
        .sample(new Roll(-2, -5), Input.numbers(2, 3, 4))
        .sample(new Roll(0, 0), Input.numbers(5))
        .sample(new Roll(0, 2), Input.numbers(0, 3))
        .misuse(
            "roll: axis 2 does not exist; input is [3, 4]",
            new Roll(2, 1),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}

package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// An operation that is linear in its first input: its derivative is itself, and the gradient is
/// its transpose. Further inputs, such as indices, have no derivative and are kept.
public sealed interface Linear extends Op
    permits Reshape,
        Permute,
        Expand,
        Sum,
        Cast,
        Slice,
        Place,
        Flip,
        Roll,
        Triangle,
        Diagonal,
        DiagonalEmbed,
        Windows,
        Gather,
        ScatterAdd,
        IndexSelect,
        IndexAdd,
        CumulativeSum,
        MaxPoolTake,
        MaxPoolPlace,
        AveragePool,
        AveragePoolSpread,
        Resample,
        ResampleTranspose {

  /// Returns the transpose applied to the upstream gradient: a tensor of the first input's shape.
  Tensor transpose(Tensor upstream, TensorType input, Backward tape);

  @Override
  default boolean keepsInput(int input) {
    return input > 0;
  }

  @Override
  default void backward(Backward tape) {
    tape.to(0, () -> transpose(tape.upstream(), tape.inputType(0), tape));
  }

  @Override
  default void forward(Forward tape) {
    tape.from(
        0,
        tangent -> {
          Tensor[] operands = new Tensor[tape.inputs()];
          operands[0] = tangent;
          for (int i = 1; i < operands.length; i++) {
            operands[i] = tape.input(i);
          }
          return on(operands);
        });
  }
}

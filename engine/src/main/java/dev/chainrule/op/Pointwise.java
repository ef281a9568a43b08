package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Loops;
import dev.chainrule.kernel.Storage;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// An operation that computes every element of its result from the elements at the same place of
/// its inputs, after broadcasting: an [Expression] applied everywhere.
///
/// Its derivatives are pointwise again and follow from the expression.
public sealed interface Pointwise extends Op
    permits Elementwise, ElementLoss, Fused, PointwiseDerivative {

  /// Returns the expression; input `i` of it is input `i` of the operation.
  Expression body();

  /// Returns the derivatives of the expression.
  PointwiseRules rules();

  /// Returns the type in which numbers are computed.
  DType computing(List<TensorType> inputs);

  @Override
  default Tensor compute(List<Tensor> inputs, TensorType type) {
    Storage[] operands = new Storage[inputs.size() + 1];
    for (int i = 0; i < inputs.size(); i++) {
      var input = inputs.get(i);
      operands[i] = Broadcast.expand(input.storage(), input.shape(), type.shape());
    }
    int[] sizes = type.shape().sizes();
    var result = Storage.allocate(type.dtype().element(), sizes);
    operands[inputs.size()] = result;
    Loops.map(body(), computing(Execution.types(inputs)).element(), sizes, operands);
    return Tensor.of(result, type);
  }

  @Override
  default boolean keepsInput(int input) {
    return rules().readsInput(input);
  }

  @Override
  default boolean keepsOutput() {
    return rules().readsOutput();
  }

  @Override
  default void backward(Backward tape) {
    for (int i = 0; i < rules().arity(); i++) {
      int input = i;
      rules()
          .partial(i)
          .ifPresent(partial ->
              tape.to(input, () -> partial.times(tape.upstream(), tape::input, tape::output)));
    }
  }

  @Override
  default void forward(Forward tape) {
    for (int i = 0; i < rules().arity(); i++) {
      int input = i;
      rules()
          .partial(i)
          .ifPresent(partial ->
              tape.from(input, tangent -> partial.times(tangent, tape::input, tape::output)));
    }
  }
}

package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;

/// An operation made of others that stays one node on the tape.
///
/// Its body says what it computes. It may have its own derivative, shorter and stabler than that of
/// the body; the rule, never the body, is what every execution runs. Where a rule is missing, the
/// body is recorded and differentiated.
public non-sealed interface Composite extends Op {

  /// Returns the result, in terms of other operations.
  Tensor body(List<Tensor> inputs);

  /// Returns whether [#check] has anything to do.
  default boolean checksElements() {
    return false;
  }

  /// Checks elements that the body relies on, such as labels that must be in range.
  default void check(List<Tensor> inputs) {}

  /// Returns whether [#compute] is a kernel of its own rather than the body.
  default boolean hasKernel() {
    return false;
  }

  @Override
  default Tensor compute(List<Tensor> inputs, TensorType type) {
    var plain = new Tensor[inputs.size()];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = inputs.get(i).detach();
    }
    check(Arrays.asList(plain));
    return body(Arrays.asList(plain));
  }

  @Override
  default boolean keepsInput(int input) {
    return true;
  }

  @Override
  default void backward(Backward tape) {
    Bodies.backward(this, tape);
  }

  @Override
  default void forward(Forward tape) {
    Bodies.forward(this, tape);
  }
}

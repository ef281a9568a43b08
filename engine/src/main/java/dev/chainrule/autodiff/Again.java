package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Backward;
import dev.chainrule.op.CustomOp;
import dev.chainrule.op.Forward;
import dev.chainrule.op.Plain;
import java.util.List;

/// The same value, to compute again with: programs see another node, so they do not merge what is
/// computed from it with what was computed from the value itself.
record Again() implements CustomOp {
  /// Returns a symbolic value to compute again with; others as they are.
  static Tensor of(Tensor value) {
    return value.symbol().isPresent() ? new Again().on(value) : value;
  }

  @Override
  public String name() {
    return "again";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return inputs.getFirst();
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(0, tape::upstream);
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, tangent -> tangent);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return inputs.getFirst();
  }
}

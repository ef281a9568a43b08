package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The states of a recurrent cell after all steps, each followed by what its step computed on the
/// way, `[batch, time, …]`. Nobody differentiates it: [RecurrentStates] takes the states from it
/// and keeps it for the gradient.
///
/// @param op the cell over the sequence
record RecurrentTrace(Recurrent op) implements Composite {
  @Override
  public String name() {
    return op.name() + "Trace";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var states = op.type(inputs);
    var widths = op.widths(inputs.get(1).shape());
    int row = widths.state() + op.cell().actives * widths.hidden();
    return states.with(states.shape().with(2, row));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    return op.bind(inputs, result, true);
  }

  @Override
  public long operations(List<TensorType> inputs, TensorType result) {
    return op.operations(inputs, result);
  }

  @Override
  public boolean hasKernel() {
    return true;
  }

  /// The states alone: what is computed on the way is the kernel's affair.
  @Override
  public Tensor body(List<Tensor> inputs) {
    return op.body(inputs);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return op.reference(inputs);
  }
}

package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.List;

/// A recurrent cell over a sequence whose computation has run already: its inputs are the cell's
/// [RecurrentTrace], into which the result looks, and those of the cell.
///
/// @param op the cell over the sequence
record RecurrentStates(Recurrent op) implements Composite {
  @Override
  public String name() {
    return op.name();
  }

  private static <T> List<T> own(List<T> inputs) {
    return inputs.subList(1, inputs.size());
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return op.type(own(inputs));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return inputs.getFirst().detach().slice(2, 0, type.shape().size(2));
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public boolean hasKernel() {
    return true;
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    return op.body(own(inputs));
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    var inputs = new ArrayList<Tensor>();
    for (int i = 1; i < tape.inputs(); i++) {
      inputs.add(tape.input(i));
    }
    var all = new ArrayList<>(inputs);
    all.add(tape.input(0));
    all.add(tape.upstream());
    var gates = inputs.get(0).shape();
    var past = new Recurrent.Past(inputs, tape.input(0), tape.output());
    var gradient = new RecurrentGradient(op).on(all.toArray(Tensor[]::new));
    int rows = gates.size(0) * gates.size(1);
    var steps = gradient.slice(0, 0, rows);
    var products = steps.slice(1, 0, gates.size(2));
    tape.to(1, () -> op.inputGradient(steps, products).reshape(gates.sizes()));
    tape.to(2, () -> op.recurrentGradient(past, products));
    int state = inputs.get(2).shape().size(1);
    tape.to(3, () -> gradient.slice(0, rows, rows + gates.size(0)).slice(1, 0, state));
    if (op.maskInput() > 3) {
      tape.to(4, () -> op.moreGradient(past, steps, products));
    }
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return op.reference(own(inputs));
  }
}

package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Tape;
import java.util.ArrayList;
import java.util.List;

/// The one way in which operations are executed: check, compute, record.
final class Execution {
  private Execution() {}

  static Tensor run(Op op, List<Tensor> inputs) {
    var types = new ArrayList<dev.chainrule.TensorType>(inputs.size());
    for (var input : inputs) {
      types.add(input.type());
    }
    var type = op.type(types);
    return Tape.record(op, inputs, op.compute(inputs, type));
  }
}

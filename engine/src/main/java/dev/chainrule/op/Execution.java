package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Tape;
import java.util.Arrays;
import java.util.List;

/// The one way in which operations are executed: check, compute, record.
final class Execution {
  private Execution() {}

  static Tensor run(Op op, List<Tensor> inputs) {
    return Tape.record(op, inputs, op.compute(inputs, op.type(types(inputs))));
  }

  static List<TensorType> types(List<Tensor> inputs) {
    var types = new TensorType[inputs.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = inputs.get(i).type();
    }
    return Arrays.asList(types);
  }
}

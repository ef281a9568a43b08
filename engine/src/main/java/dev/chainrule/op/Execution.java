package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.autodiff.Tracing;
import java.util.Arrays;
import java.util.List;

/// The one way in which operations are executed: check, compute, record.
final class Execution {
  private Execution() {}

  static Tensor run(Op op, List<Tensor> inputs) {
    var type = op.type(types(inputs));
    var tracing = Tracing.current();
    var result =
        tracing != null && anySymbolic(inputs)
            ? tracing.apply(op, inputs, type)
            : op.compute(inputs, type);
    return Tape.record(op, inputs, result);
  }

  private static boolean anySymbolic(List<Tensor> inputs) {
    for (var input : inputs) {
      if (input.symbol().isPresent()) {
        return true;
      }
    }
    return false;
  }

  static List<TensorType> types(List<Tensor> inputs) {
    var types = new TensorType[inputs.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = inputs.get(i).type();
    }
    return Arrays.asList(types);
  }
}

package dev.chainrule.program;

import dev.chainrule.Tensor;
import java.util.ArrayList;
import java.util.Optional;

/// What depends on constants alone is computed once, unless the result is large.
final class FoldConstants implements Rewrite {
  private static final int LARGEST = 1 << 16;

  @Override
  public String name() {
    return "fold constants";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    var values = new ArrayList<Tensor>();
    for (var input : call.inputs()) {
      if (input instanceof Node.Constant constant) {
        values.add(constant.value());
      }
    }
    if (values.size() < call.inputs().size() || call.type().shape().elements() > LARGEST) {
      return Optional.empty();
    }
    var value = call.op().compute(values, call.type());
    return Optional.of(builder.constant(new Node.Constant(value)));
  }
}

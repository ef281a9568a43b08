package dev.chainrule.program;

import dev.chainrule.op.LogSoftmax;
import dev.chainrule.op.Softmax;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `ln softmax(x)` is `logSoftmax(x)`, which has no `ln 0`.
final class UseLogSoftmax implements StableRewrite {
  @Override
  public String name() {
    return "use logSoftmax";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    return term.is(Primitive.LOG)
            && term.node(0).orElse(call) instanceof Node.Call inner
            && inner.op() instanceof Softmax softmax
        ? Optional.of(
            builder.call(new LogSoftmax(softmax.axis()), inner.inputs().toArray(Node[]::new)))
        : Optional.empty();
  }
}

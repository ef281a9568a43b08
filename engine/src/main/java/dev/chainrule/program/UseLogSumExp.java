package dev.chainrule.program;

import dev.chainrule.op.LogSumExp;
import dev.chainrule.op.Sum;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `ln Σ exp(x)` is `logSumExp(x)`, which does not overflow.
final class UseLogSumExp implements StableRewrite {
  @Override
  public String name() {
    return "use logSumExp";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    if (!term.is(Primitive.LOG)
        || !(term.node(0).orElse(call) instanceof Node.Call inner)
        || !(inner.op() instanceof Sum sum)) {
      return Optional.empty();
    }
    var summed = Term.of(inner.inputs().getFirst());
    return summed.is(Primitive.EXP)
        ? summed.node(0).map(x -> builder.call(new LogSumExp(sum.axes(), sum.keep()), x))
        : Optional.empty();
  }
}

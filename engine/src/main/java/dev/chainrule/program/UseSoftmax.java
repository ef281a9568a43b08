package dev.chainrule.program;

import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `exp(x) / Σ exp(x)` is `softmax(x)`, which does not overflow.
final class UseSoftmax implements StableRewrite {
  @Override
  public String name() {
    return "use softmax";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    if (!term.is(Primitive.DIV) || !term.argument(0).is(Primitive.EXP)) {
      return Optional.empty();
    }
    return term.node(1)
        .flatMap(divisor ->
            PowerSum.of(divisor).filter(sum -> divisor.type().shape().equals(sum.kept())))
        .filter(sum -> term.node(0).filter(sum.power()::equals).isPresent())
        .map(sum -> sum.shares(builder));
  }
}

package dev.chainrule.program;

import dev.chainrule.op.Exponentials;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `exp(x) − 1` is `expm1(x)`, which keeps the digits of a small `x`.
final class UseExpm1 implements StableRewrite {
  @Override
  public String name() {
    return "use expm1";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    if (term.is(Primitive.SUB) && term.argument(1).is(1)) {
      return of(term.argument(0), builder);
    }
    if (term.is(Primitive.ADD) && term.argument(1).is(-1)) {
      return of(term.argument(0), builder);
    }
    return term.is(Primitive.ADD) && term.argument(0).is(-1)
        ? of(term.argument(1), builder)
        : Optional.empty();
  }

  private static Optional<Node> of(Term power, Builder builder) {
    return power.is(Primitive.EXP)
        ? Optional.of(builder.call(Exponentials.EXPM1, builder.node(power.argument(0))))
        : Optional.empty();
  }
}

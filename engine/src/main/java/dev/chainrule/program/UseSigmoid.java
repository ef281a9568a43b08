package dev.chainrule.program;

import dev.chainrule.op.Activations;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `1 / (1 + exp(−x))` and `exp(x) / (1 + exp(x))` are `sigmoid(x)`, which does not overflow.
final class UseSigmoid implements StableRewrite {
  @Override
  public String name() {
    return "use sigmoid";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    if (!term.is(Primitive.DIV)) {
      return Optional.empty();
    }
    var power = term.argument(1).onePlus().filter(found -> found.is(Primitive.EXP));
    if (power.isEmpty()) {
      return Optional.empty();
    }
    var exponent = builder.node(power.get().argument(0));
    if (term.argument(0).is(1)) {
      return Optional.of(builder.call(Activations.SIGMOID, builder.call(Arithmetic.NEG, exponent)));
    }
    return term.argument(0).isSame(power.get())
        ? Optional.of(builder.call(Activations.SIGMOID, exponent))
        : Optional.empty();
  }
}

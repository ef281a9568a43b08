package dev.chainrule.program;

import dev.chainrule.op.Activations;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `ln(1 + exp(x))` is `softplus(x)`, `ln sigmoid(x)` is `−softplus(−x)`, and `ln(1 − sigmoid(x))`
/// is `−softplus(x)`; none overflows, and none has a `ln 0`.
final class UseSoftplus implements StableRewrite {
  @Override
  public String name() {
    return "use softplus";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    if (term.is(Primitive.LOG1P)) {
      return power(term.argument(0)).map(x -> builder.call(Activations.SOFTPLUS, builder.node(x)));
    }
    if (!term.is(Primitive.LOG)) {
      return Optional.empty();
    }
    var argument = term.argument(0);
    if (argument.is(Primitive.SIGMOID)) {
      var x = builder.node(argument.argument(0));
      return Optional.of(builder.call(Activations.LOG_SIGMOID, x));
    }
    if (argument.is(Primitive.SUB)
        && argument.argument(0).is(1)
        && argument.argument(1).is(Primitive.SIGMOID)) {
      var x = builder.node(argument.argument(1).argument(0));
      return Optional.of(builder.call(Arithmetic.NEG, builder.call(Activations.SOFTPLUS, x)));
    }
    return argument
        .onePlus()
        .flatMap(UseSoftplus::power)
        .map(x -> builder.call(Activations.SOFTPLUS, builder.node(x)));
  }

  private static Optional<Term> power(Term term) {
    return term.is(Primitive.EXP) ? Optional.of(term.argument(0)) : Optional.empty();
  }
}

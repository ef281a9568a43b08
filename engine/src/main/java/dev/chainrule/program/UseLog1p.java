package dev.chainrule.program;

import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Exponentials;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `ln(1 + x)` is `log1p(x)`, and `ln(1 − x)` is `log1p(−x)`, which keep the digits of a small `x`.
final class UseLog1p implements StableRewrite {
  @Override
  public String name() {
    return "use log1p";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    if (!term.is(Primitive.LOG)) {
      return Optional.empty();
    }
    var argument = term.argument(0);
    if (argument.is(Primitive.SUB) && argument.argument(0).is(1)) {
      var x = builder.node(argument.argument(1));
      return Optional.of(builder.call(Exponentials.LOG1P, builder.call(Arithmetic.NEG, x)));
    }
    return argument.onePlus().map(x -> builder.call(Exponentials.LOG1P, builder.node(x)));
  }
}

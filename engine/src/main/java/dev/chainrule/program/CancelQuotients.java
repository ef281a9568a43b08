package dev.chainrule.program;

import dev.chainrule.op.Softmax;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `(g / y) · y` is `g`, and `(g / y − s) · y` is `g − s · y`, where `y` is a softmax, a sigmoid or
/// an exponential: never 0, unless it was rounded. It is the gradient of their logarithms.
final class CancelQuotients implements StableRewrite {
  @Override
  public String name() {
    return "cancel quotients";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    return Quotients.eitherSide(
        term,
        (value, factor) ->
            isPositive(factor)
                ? new Quotients(
                        builder,
                        quotient ->
                            quotient.argument(1).isSame(factor)
                                ? Optional.of(builder.node(quotient.argument(0)))
                                : Optional.empty(),
                        factor.value())
                    .times(value)
                : Optional.empty());
  }

  private static boolean isPositive(Term term) {
    return term.is(Primitive.EXP)
        || term.is(Primitive.SIGMOID)
        || (term.value().isPresent()
            && term.value().get() instanceof Node.Call call
            && call.op() instanceof Softmax);
  }
}

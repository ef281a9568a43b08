package dev.chainrule.program;

import dev.chainrule.op.Activations;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `g / (1 + exp(x)) · exp(x)` is `g · sigmoid(x)`, which does not overflow: the gradient of `ln(1
/// + exp(x))` and of `1 / (1 + exp(x))`.
final class SlopeOfSoftplus implements StableRewrite {
  @Override
  public String name() {
    return "use sigmoid in gradients";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    return Quotients.eitherSide(
        term,
        (value, power) ->
            power.is(Primitive.EXP)
                ? new Quotients(builder, quotient -> slope(quotient, power, builder), power.value())
                    .times(value)
                : Optional.empty());
  }

  private static Optional<Node> slope(Term quotient, Term power, Builder builder) {
    return quotient
        .argument(1)
        .onePlus()
        .filter(power::isSame)
        .map(_ -> builder.call(Activations.SIGMOID, builder.node(power.argument(0))))
        .map(slope -> builder.call(Arithmetic.MUL, builder.node(quotient.argument(0)), slope));
  }
}

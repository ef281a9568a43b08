package dev.chainrule.program;

import dev.chainrule.op.Activations;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `g / s · s (1 − s)` is `g · sigmoid(−x)`, and `g / (1 − s) · s (1 − s)` is `g · s`, with `s =
/// sigmoid(x)`: the gradients of `ln s` and `ln(1 − s)`, also where `s` is 0 or 1.
final class SlopeOfLogSigmoid implements StableRewrite {
  @Override
  public String name() {
    return "cancel slopes of sigmoid";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    return Quotients.eitherSide(
        term,
        (value, slope) -> {
          if (!slope.is(Primitive.MUL) || !isRest(slope.argument(1), slope.argument(0))) {
            return Optional.empty();
          }
          var sigmoid = slope.argument(0);
          return new Quotients(
                  builder,
                  quotient -> times(quotient, sigmoid, builder),
                  Optional.of(builder.node(slope)))
              .times(value);
        });
  }

  /// Whether a term is 1 minus a sigmoid.
  private static boolean isRest(Term term, Term sigmoid) {
    return sigmoid.is(Primitive.SIGMOID)
        && term.is(Primitive.SUB)
        && term.argument(0).is(1)
        && term.argument(1).isSame(sigmoid);
  }

  private static Optional<Node> times(Term quotient, Term sigmoid, Builder builder) {
    var divisor = quotient.argument(1);
    if (isRest(divisor, sigmoid)) {
      return Optional.of(product(quotient, builder.node(sigmoid), builder));
    }
    if (!divisor.isSame(sigmoid)) {
      return Optional.empty();
    }
    var negative = builder.call(Arithmetic.NEG, builder.node(sigmoid.argument(0)));
    return Optional.of(product(quotient, builder.call(Activations.SIGMOID, negative), builder));
  }

  private static Node product(Term quotient, Node by, Builder builder) {
    return builder.call(Arithmetic.MUL, builder.node(quotient.argument(0)), by);
  }
}

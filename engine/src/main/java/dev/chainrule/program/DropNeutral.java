package dev.chainrule.program;

import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `x · 1`, `x / 1`, `x − 0` and `x + (−0)` are `x`. So is a function that returns its argument.
///
/// `x + 0` is not: it turns −0 into 0. Nor is `x · 0` always 0, or `x − x`.
final class DropNeutral implements Rewrite {
  @Override
  public String name() {
    return "drop neutral numbers";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    return left(Term.of(call)).filter(node -> node != call && node.type().equals(call.type()));
  }

  private static Optional<Node> left(Term term) {
    if (!(term.expression() instanceof Expression.Apply apply)) {
      return term.expression() instanceof Expression.Input input
          ? Optional.of(term.inputs().get(input.index()))
          : Optional.empty();
    }
    if (apply.arguments().size() != 2) {
      return Optional.empty();
    }
    boolean commutes = apply.function() == Primitive.MUL || apply.function() == Primitive.ADD;
    var neutral = neutral(apply.function());
    if (neutral.filter(term.argument(1)::is).isPresent()) {
      return term.node(0);
    }
    return neutral.filter(number -> commutes && term.argument(0).is(number)).isPresent()
        ? term.node(1)
        : Optional.empty();
  }

  private static Optional<Double> neutral(Primitive function) {
    return switch (function) {
      case MUL, DIV -> Optional.of(1.0);
      case SUB -> Optional.of(0.0);
      case ADD -> Optional.of(-0.0);
      default -> Optional.empty();
    };
  }
}

package dev.chainrule.program;

import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// A choice between two times the same disappears, as does one that is always made the same way:
/// `max(x, x)`, `min(x, x)`, `where(c, x, x)`, `where(true, x, y)`.
final class DropChoices implements Rewrite {
  @Override
  public String name() {
    return "drop choices";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    var term = Term.of(call);
    Optional<Node> chosen = Optional.empty();
    if (term.is(Primitive.MAX) || term.is(Primitive.MIN)) {
      chosen = same(term.node(0), term.node(1));
    } else if (term.is(Primitive.SELECT)) {
      chosen = chosen(term);
    }
    return chosen.filter(node -> node.type().equals(call.type()));
  }

  private static Optional<Node> chosen(Term term) {
    var condition = term.argument(0).number();
    if (condition.isPresent()) {
      return term.node(condition.getAsDouble() != 0 ? 1 : 2);
    }
    return same(term.node(1), term.node(2));
  }

  private static Optional<Node> same(Optional<Node> a, Optional<Node> b) {
    return a.filter(node -> b.isPresent() && b.get() == node);
  }
}

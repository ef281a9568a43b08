package dev.chainrule.program;

import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Elementwise;
import dev.chainrule.scalar.Primitive;
import java.util.List;
import java.util.Optional;

/// `−(−x)` is `x`, `|−x|` is `|x|`, `a + (−b)` is `a − b`, `a − (−b)` is `a + b`, and `(−a) · (−b)`
/// is `a · b`, as for quotients.
final class CancelNegations implements Rewrite {
  @Override
  public String name() {
    return "cancel negations";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    var term = Term.of(call);
    if (term.is(Primitive.NEG)) {
      return negated(term, 0);
    }
    if (!call.type().dtype().floating()) {
      return Optional.empty();
    }
    if (term.is(Primitive.ABS)) {
      return negated(term, 0).map(x -> builder.call(Arithmetic.ABS, List.of(x), call.type()));
    }
    if (term.is(Primitive.ADD)) {
      return sum(term, call, builder);
    }
    if (term.is(Primitive.SUB)) {
      return both(Arithmetic.ADD, term.node(0), negated(term, 1), call, builder);
    }
    if (term.is(Primitive.MUL) || term.is(Primitive.DIV)) {
      var op = term.is(Primitive.MUL) ? Arithmetic.MUL : Arithmetic.DIV;
      return both(op, negated(term, 0), negated(term, 1), call, builder);
    }
    return Optional.empty();
  }

  private static Optional<Node> sum(Term term, Node.Call call, Builder builder) {
    return both(Arithmetic.SUB, term.node(0), negated(term, 1), call, builder)
        .or(() -> both(Arithmetic.SUB, term.node(1), negated(term, 0), call, builder));
  }

  /// Returns what an argument is the negative of.
  private static Optional<Node> negated(Term term, int index) {
    var argument = term.argument(index);
    return argument.is(Primitive.NEG) ? argument.node(0) : Optional.empty();
  }

  private static Optional<Node> both(
      Elementwise op, Optional<Node> a, Optional<Node> b, Node.Call call, Builder builder) {
    return a.flatMap(x -> b.map(y -> builder.call(op, List.of(x, y), call.type())));
  }
}

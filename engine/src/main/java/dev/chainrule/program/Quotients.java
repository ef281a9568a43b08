package dev.chainrule.program;

import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Elementwise;
import dev.chainrule.scalar.Primitive;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Multiplies a value by a factor by which a part of it was divided before, and cancels both: in
/// quotients, and in negatives, sums and differences of them.
class Quotients {
  final Builder builder;
  private final Rule rule;
  private final Optional<Node> factor;
  private final Map<Node, Optional<Node>> known = new HashMap<>();

  /// What a quotient times the factor is.
  interface Rule {
    Optional<Node> times(Term quotient);
  }

  /// @param factor for terms that are no such quotients; if there is none, all terms have to be
  Quotients(Builder builder, Rule rule, Optional<Node> factor) {
    this.builder = builder;
    this.rule = rule;
    this.factor = factor;
  }

  /// Returns a term times the factor, if a quotient was found in it.
  Optional<Node> times(Term term) {
    var value = term.value();
    if (value.isEmpty()) {
      return found(term);
    }
    var before = known.get(value.get());
    if (before == null) {
      before = found(term).map(node -> builder.expanded(node, value.get().type()));
      known.put(value.get(), before);
    }
    return before;
  }

  /// Returns what is looked for, by the last step of a term's computation.
  Optional<Node> found(Term term) {
    if (term.is(Primitive.DIV)) {
      return rule.times(term);
    }
    if (term.is(Primitive.NEG)) {
      return times(term.argument(0)).map(node -> builder.call(Arithmetic.NEG, node));
    }
    if (term.is(Primitive.ADD)) {
      return both(Arithmetic.ADD, term);
    }
    return term.is(Primitive.SUB) ? both(Arithmetic.SUB, term) : Optional.empty();
  }

  private Optional<Node> both(Elementwise op, Term term) {
    var a = times(term.argument(0));
    var b = times(term.argument(1));
    if (a.isEmpty() && b.isEmpty()) {
      return Optional.empty();
    }
    var left = a.or(() -> plain(term.argument(0)));
    var right = b.or(() -> plain(term.argument(1)));
    return left.flatMap(x -> right.map(y -> builder.call(op, x, y)));
  }

  private Optional<Node> plain(Term term) {
    return factor.map(by -> builder.call(Arithmetic.MUL, builder.node(term), by));
  }

  /// Returns a product whose factor stands on either side.
  static Optional<Node> eitherSide(Term product, Sides sides) {
    return product.is(Primitive.MUL)
        ? sides
            .of(product.argument(0), product.argument(1))
            .or(() -> sides.of(product.argument(1), product.argument(0)))
        : Optional.empty();
  }

  /// A value and its factor.
  interface Sides {
    Optional<Node> of(Term value, Term factor);
  }
}

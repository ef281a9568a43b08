package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.constant;

import dev.chainrule.scalar.Expression;

/// What losses have in common that ask for a margin.
final class Margins {
  private Margins() {}

  /// Returns `x`, and 0 below 0; the slope at 0 is 1.
  static Expression positive(Expression x) {
    return x.lt(constant(0)).select(constant(0), x);
  }

  /// Returns how far the larger number lacks a margin over the smaller one.
  static Expression lack(Expression margin, Expression larger, Expression smaller) {
    return positive(margin.sub(larger).add(smaller));
  }

  /// @throws IllegalArgumentException in the name of `loss` if the margin is not finite
  static void check(String loss, double margin) {
    if (!Double.isFinite(margin)) {
      throw new IllegalArgumentException(
          "%s: the margin is %s; expected a finite number".formatted(loss, margin));
    }
  }
}

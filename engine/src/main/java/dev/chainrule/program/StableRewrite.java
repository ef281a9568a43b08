package dev.chainrule.program;

import java.util.Optional;

/// A rule that replaces a formula by another one for the same number, which is rounded less, or
/// does not overflow.
interface StableRewrite extends Rewrite {
  @Override
  default Optional<Node> apply(Node.Call call, Builder builder) {
    return call.type().dtype().floating()
        ? stable(Term.of(call), call, builder).map(node -> builder.expanded(node, call.type()))
        : Optional.empty();
  }

  /// Returns a value that is repeated to the call's shape, or empty if the rule does not fit.
  Optional<Node> stable(Term term, Node.Call call, Builder builder);
}

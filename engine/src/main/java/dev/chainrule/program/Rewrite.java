package dev.chainrule.program;

import java.util.Optional;

/// A rule by which a program becomes shorter, faster or more exact.
interface Rewrite {
  /// Returns the name under which the rule is listed.
  String name();

  /// Returns another node with the same value, or empty if the rule does not fit.
  ///
  /// @param call an operation whose inputs have been rewritten already
  /// @param builder makes the nodes that are needed
  Optional<Node> apply(Node.Call call, Builder builder);
}

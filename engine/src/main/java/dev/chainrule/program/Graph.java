package dev.chainrule.program;

import dev.chainrule.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A traced computation: what it returns, and what variables hold afterwards.
///
/// @param results the values that are returned
/// @param assigned the values of variables that changed, in the order of their first assignment
/// @param checks what fails if elements are not as they must be
record Graph(List<Node> results, Map<Variable, Node> assigned, List<Node> checks) {

  /// Returns all nodes that these are computed from, inputs before results.
  List<Node> nodes() {
    Set<Node> seen = new HashSet<>();
    var open = new ArrayDeque<Node>();
    add(results, seen, open);
    add(assigned.values(), seen, open);
    add(checks, seen, open);
    while (!open.isEmpty()) {
      if (open.removeLast() instanceof Node.Call call) {
        add(call.inputs(), seen, open);
      }
    }
    var nodes = new ArrayList<>(seen);
    nodes.sort(Comparator.comparingLong(Node::number));
    return nodes;
  }

  private static void add(Collection<Node> nodes, Set<Node> seen, ArrayDeque<Node> open) {
    for (var node : nodes) {
      if (seen.add(node)) {
        open.add(node);
      }
    }
  }
}

package dev.chainrule.autodiff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The nodes that a result was computed from.
public final class Graph {
  private Graph() {}

  /// Returns all nodes below a result and itself, in the order in which they were recorded.
  public static List<Node> of(Node root) {
    return of(root, 0);
  }

  /// Returns the nodes below a result and itself that are not below a node of a certain number or
  /// before, in the order in which they were recorded.
  static List<Node> of(Node root, long last) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var open = new ArrayDeque<Node>();
    var nodes = new ArrayList<Node>();
    seen.add(root);
    open.add(root);
    while (!open.isEmpty()) {
      var node = open.removeLast();
      nodes.add(node);
      for (int i = 0; i < node.inputs() && node.number() > last; i++) {
        node.parent(i).filter(seen::add).ifPresent(open::add);
      }
    }
    nodes.sort(Comparator.comparingLong(Node::number));
    return nodes;
  }

  /// Returns whether a result was computed from a node.
  static boolean reaches(Node root, Node node) {
    return of(root).contains(node);
  }
}

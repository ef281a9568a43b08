package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.IdentityHashMap;
import java.util.Optional;

/// The gradients of one result by everything that it was computed from.
///
/// They are values: nothing has to be reset before the next backward pass.
public final class Gradients {
  private final Node root;
  private final IdentityHashMap<Node, Tensor> byNode;

  Gradients(Node root, IdentityHashMap<Node, Tensor> byNode) {
    this.root = root;
    this.byNode = byNode;
  }

  /// Returns the gradient by a variable, with the variable's shape.
  ///
  /// @throws IllegalStateException if the result does not depend on it, with the reason
  public Tensor of(Variable variable) {
    return find(variable)
        .orElseThrow(() ->
            new IllegalStateException(
                "gradient of %s: not connected: %s"
                    .formatted(variable.displayName(), reason(variable.node()))));
  }

  /// Returns the gradient by a recorded tensor, with its shape.
  ///
  /// @throws IllegalStateException if the result does not depend on it, with the reason
  public Tensor of(Tensor tensor) {
    return find(tensor)
        .orElseThrow(() ->
            new IllegalStateException(
                "gradient of %s: not connected: %s".formatted(tensor.type(), reason(tensor))));
  }

  /// Returns the gradient by a variable, or empty if the result does not depend on it.
  public Optional<Tensor> find(Variable variable) {
    return Optional.ofNullable(byNode.get(variable.node()));
  }

  /// Returns the gradient by a recorded tensor, or empty if the result does not depend on it or its
  /// gradient was not asked to be kept.
  public Optional<Tensor> find(Tensor tensor) {
    return Optional.ofNullable(tensor.node()).map(byNode::get);
  }

  /// Returns the gradient that arrived at a node.
  public Optional<Tensor> find(Node node) {
    return Optional.ofNullable(byNode.get(node));
  }

  /// Returns the node whose gradients these are.
  public Node root() {
    return root;
  }

  private String reason(Tensor tensor) {
    var node = tensor.node();
    return node == null ? "it is a constant; use tracked() before computing with it" : reason(node);
  }

  private String reason(Node node) {
    return Graph.reaches(root, node)
        ? "every path from it passes through a function whose derivative is zero"
        : "nothing that the result was computed from depends on it";
  }
}

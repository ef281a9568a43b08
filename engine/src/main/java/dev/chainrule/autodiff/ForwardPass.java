package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Forward;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Walks a tape from an input to the result, carrying tangents: forward mode on the recorded graph.
final class ForwardPass {
  private final IdentityHashMap<Node, Tensor> tangents = new IdentityHashMap<>();

  private ForwardPass() {}

  /// Returns the tangent of a result along the tangent of one node, or empty if it does not depend
  /// on it.
  static Optional<Tensor> run(Node root, Node from, Tensor tangent) {
    return run(root, from, tangent, 0);
  }

  /// Returns the same through nodes after one of a certain number.
  static Optional<Tensor> run(Node root, Node from, Tensor tangent, long last) {
    var pass = new ForwardPass();
    pass.tangents.put(from, tangent);
    for (var node : Graph.of(root, last)) {
      if (node != from && node.number() > last) {
        node.op().ifPresent(op -> op.forward(pass.new Step(node)));
      }
    }
    return Optional.ofNullable(pass.tangents.get(root));
  }

  /// One operation of the walk.
  private final class Step implements Forward {
    private final Node node;

    Step(Node node) {
      this.node = node;
    }

    @Override
    public int inputs() {
      return node.inputs();
    }

    @Override
    public Tensor input(int input) {
      return node.keptInput(input).orElseThrow();
    }

    @Override
    public Tensor output() {
      return node.keptOutput().orElseThrow();
    }

    @Override
    public TensorType inputType(int input) {
      return node.inputType(input);
    }

    @Override
    public TensorType type() {
      return node.type();
    }

    @Override
    public void from(int input, UnaryOperator<Tensor> contribution) {
      @Nullable Node parent = node.parent(input).orElse(null);
      var tangent = parent == null ? null : tangents.get(parent);
      if (tangent != null) {
        var term =
            Expand.of(contribution.apply(tangent), node.type().shape()).to(node.type().dtype());
        tangents.merge(node, term, Tensor::add);
      }
    }
  }
}

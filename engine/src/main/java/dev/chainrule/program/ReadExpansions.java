package dev.chainrule.program;

import dev.chainrule.op.Broadcast;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Pointwise;
import java.util.List;
import java.util.Optional;

/// Pointwise operations broadcast by themselves, so they read what was expanded as it was before.
final class ReadExpansions implements Rewrite {
  @Override
  public String name() {
    return "read expansions in place";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    if (!(call.op() instanceof Pointwise)) {
      return Optional.empty();
    }
    var inputs = call.inputs().stream().map(ReadExpansions::unexpanded).toList();
    return !inputs.equals(call.inputs()) && broadcasts(inputs, call)
        ? Optional.of(builder.call(call.op(), inputs, call.type()))
        : Optional.empty();
  }

  private static Node unexpanded(Node node) {
    return node instanceof Node.Call call && call.op() instanceof Expand
        ? call.inputs().getFirst()
        : node;
  }

  private static boolean broadcasts(List<Node> inputs, Node.Call call) {
    var types = inputs.stream().map(Node::type).toList();
    return Broadcast.shape(call.op().name(), types).equals(call.type().shape());
  }
}

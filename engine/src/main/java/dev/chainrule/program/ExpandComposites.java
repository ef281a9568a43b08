package dev.chainrule.program;

import dev.chainrule.autodiff.Tape;
import dev.chainrule.autodiff.Tracing;
import dev.chainrule.op.Composite;
import java.util.Optional;

/// A composite without a kernel of its own becomes its body, whose parts can then be fused.
final class ExpandComposites implements Rewrite {
  @Override
  public String name() {
    return "expand composites";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    if (!(call.op() instanceof Composite composite) || composite.hasKernel()) {
      return Optional.empty();
    }
    if (composite.checksElements()) {
      builder.check(composite, call.inputs());
    }
    var inputs = call.inputs().stream().map(Node::tensor).toList();
    var body = Tracing.by(builder, () -> Tape.withoutGradient(() -> composite.body(inputs)));
    return Optional.of(builder.node(body));
  }
}

package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.autodiff.Tracing;
import dev.chainrule.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Follows code once and remembers what it did with symbolic tensors.
final class Trace implements Tracing {
  private final Map<Variable, Tensor> values = new HashMap<>();
  private final Map<Variable, Node> assigned = new LinkedHashMap<>();
  private final Map<Object, Node> constants = new HashMap<>();

  private Trace() {}

  /// Returns what a function of tensors of the given types does.
  static Graph of(Function<List<Tensor>, List<Tensor>> function, List<TensorType> inputs) {
    var trace = new Trace();
    var symbols = new ArrayList<Tensor>();
    for (int i = 0; i < inputs.size(); i++) {
      symbols.add(new Node.Input(i, inputs.get(i)).tensor());
    }
    var results = Tracing.by(trace, () -> function.apply(symbols));
    return new Graph(results.stream().map(trace::node).toList(), trace.assigned, List.of());
  }

  @Override
  public Tensor apply(Op op, List<Tensor> inputs, TensorType type) {
    var nodes = inputs.stream().map(this::node).toList();
    return new Node.Call(op, nodes, type, Tape.line()).tensor();
  }

  private Node node(Tensor tensor) {
    return tensor
        .symbol()
        .map(Node.class::cast)
        .orElseGet(() ->
            constants.computeIfAbsent(tensor.storage(), _ -> new Node.Constant(tensor.detach())));
  }

  @Override
  public Tensor value(Variable variable) {
    return values.computeIfAbsent(variable, _ -> bound(variable, new Node.State(variable)));
  }

  @Override
  public void assign(Variable variable, Tensor next) {
    var node = node(next);
    values.put(variable, bound(variable, node));
    assigned.put(variable, node);
  }

  private static Tensor bound(Variable variable, Node node) {
    return variable.trainable() ? node.tensor().recorded(variable.node()) : node.tensor();
  }

  @Override
  public void create(TensorType type) {
    throw new IllegalStateException(
        "Program: a variable %s is made%s; a program would make a new one in every run: make it before"
            .formatted(type, place(Tape.line())));
  }

  /// Returns where something is, for messages.
  static String place(Optional<StackTraceElement> line) {
    return line.map(at -> " at " + at.getFileName() + ":" + at.getLineNumber()).orElse("");
  }
}

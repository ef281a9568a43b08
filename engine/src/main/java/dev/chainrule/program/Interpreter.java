package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Computes the nodes of a graph one by one, each into memory of its own: the control for fusion
/// and memory plans.
final class Interpreter {
  private final Map<Node, Tensor> values = new HashMap<>();

  private Interpreter() {}

  /// Returns the values of all nodes.
  ///
  /// @param inputs what the program is given
  /// @param states what the variables hold before
  static Map<Node, Tensor> values(Graph graph, List<Tensor> inputs, Map<Variable, Tensor> states) {
    var interpreter = new Interpreter();
    for (var node : graph.nodes()) {
      var value =
          switch (node) {
            case Node.Input input -> inputs.get(input.index()).detach();
            case Node.State state -> found(states.get(state.variable()));
            case Node.Constant constant -> constant.value();
            case Node.Call call ->
                call.op()
                    .compute(call.inputs().stream().map(interpreter::value).toList(), call.type());
          };
      interpreter.values.put(node, value);
    }
    return interpreter.values;
  }

  private Tensor value(Node node) {
    return found(values.get(node));
  }

  private static Tensor found(@Nullable Tensor value) {
    return Optional.ofNullable(value).orElseThrow();
  }

  /// Returns what a graph returns, and then what variables hold afterwards.
  static List<Tensor> ends(Graph graph, Map<Node, Tensor> values) {
    return Stream.concat(graph.results().stream(), graph.assigned().values().stream())
        .map(node -> found(values.get(node)))
        .toList();
  }
}

package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tracing;
import dev.chainrule.op.Composite;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Fused;
import dev.chainrule.op.Inspection;
import dev.chainrule.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds a graph anew, with every [Rewrite] applied and every value computed only once.
///
/// It follows the bodies of composites, so it sees symbolic tensors as a trace does.
final class Builder implements Tracing {
  private final Map<Node, Node> rebuilt = new HashMap<>();
  private final Map<Key, Node> known = new HashMap<>();
  private final List<Rewrite> rewrites;
  private final Map<String, Integer> applied;
  private final List<Node> checks = new ArrayList<>();
  private Optional<StackTraceElement> origin = Optional.empty();

  private Builder(List<Rewrite> rewrites, Map<String, Integer> applied) {
    this.rewrites = rewrites;
    this.applied = applied;
  }

  /// What makes two calls the same: equal operations on the same values.
  private record Key(Object op, List<Object> inputs) {}

  /// Returns a graph with the same results and fewer or cheaper nodes.
  ///
  /// @param rewrites the rules, in the order in which they are tried
  /// @param applied counts how often each rewrite was applied
  static Graph rebuild(Graph graph, List<Rewrite> rewrites, Map<String, Integer> applied) {
    var builder = new Builder(rewrites, applied);
    for (var node : graph.nodes()) {
      builder.rebuilt.put(node, builder.rebuild(node));
    }
    Map<Variable, Node> assigned = new LinkedHashMap<>();
    graph.assigned().forEach((variable, node) -> assigned.put(variable, builder.of(node)));
    return new Graph(
        graph.results().stream().map(builder::of).toList(), assigned, List.copyOf(builder.checks));
  }

  private Node of(Node node) {
    return Optional.ofNullable(rebuilt.get(node)).orElseThrow();
  }

  private Node rebuild(Node node) {
    return switch (node) {
      case Node.Input input -> input;
      case Node.State state -> state;
      case Node.Constant constant -> constant(constant);
      case Node.Call call -> {
        origin = call.origin();
        yield call(call.op(), call.inputs().stream().map(this::of).toList(), call.type());
      }
    };
  }

  /// Returns a node with the value of an operation.
  Node call(Op op, List<Node> inputs, TensorType type) {
    var call = new Node.Call(op, inputs, type, origin);
    for (var rewrite : rewrites) {
      var better = rewrite.apply(call, this);
      if (better.isPresent()) {
        applied.merge(rewrite.name(), 1, Integer::sum);
        return better.get();
      }
    }
    var before = known.putIfAbsent(new Key(op, List.copyOf(inputs)), call);
    if (before != null) {
      applied.merge("merge equal nodes", 1, Integer::sum);
    }
    return before == null ? call : before;
  }

  /// Returns a node with the value of an operation on values that it takes.
  Node call(Op op, Node... inputs) {
    var types = Arrays.stream(inputs).map(Node::type).toList();
    return call(op, List.of(inputs), op.type(types));
  }

  /// Returns the values of a node, repeated to a type's shape.
  Node expanded(Node node, TensorType type) {
    return node.type().equals(type) ? node : call(new Expand(type.shape()), node);
  }

  /// Returns a node with the value of a term.
  Node node(Term term) {
    return term.value()
        .orElseGet(() -> {
          var op = Fused.of("part", term.expression());
          return call(op, term.inputs().subList(0, op.rules().arity()).toArray(Node[]::new));
        });
  }

  /// Lets every run check the elements that a composite relies on.
  void check(Composite op, List<Node> inputs) {
    checks.add(call(new Inspection(op), inputs, Inspection.RESULT));
  }

  /// Returns a node of a constant; constants of one element are merged if they have the same bits.
  Node constant(Node.Constant constant) {
    var value = constant.value();
    if (value.shape().elements() != 1) {
      return constant;
    }
    Object bits =
        value.dtype().floating()
            ? Double.doubleToRawLongBits(value.item())
            : value.toLongArray()[0];
    var before = known.putIfAbsent(new Key(constant.type(), List.of(bits)), constant);
    return before == null ? constant : before;
  }

  @Override
  public Tensor apply(Op op, List<Tensor> inputs, TensorType type) {
    return call(op, inputs.stream().map(this::node).toList(), type).tensor();
  }

  /// Returns the node of a symbolic or ordinary tensor.
  Node node(Tensor tensor) {
    return tensor
        .symbol()
        .map(Node.class::cast)
        .orElseGet(() -> constant(new Node.Constant(tensor.detach())));
  }

  @Override
  public Tensor value(Variable variable) {
    throw new IllegalStateException(
        "Program: the body of an operation reads " + variable.displayName() + "; make it an input");
  }

  @Override
  public void assign(Variable variable, Tensor next) {
    throw new IllegalStateException(
        "Program: the body of an operation changes " + variable.displayName());
  }

  @Override
  public void create(TensorType type) {
    throw new IllegalStateException("Program: the body of an operation makes a variable " + type);
  }
}

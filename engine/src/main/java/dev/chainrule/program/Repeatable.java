package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether code does the same every time: it is traced twice, and both graphs must be equal.
///
/// What a graph cannot see is baked into it, such as a Java counter or a number from
/// `java.util.Random`. If it changes from one trace to the next, the graphs differ.
final class Repeatable {
  private final Map<Node, Node> twins = new HashMap<>();

  private Repeatable() {}

  /// Checks that two traces of the same code are equal.
  ///
  /// @throws IllegalStateException if they are not, naming the line
  static void check(Graph first, Graph second) {
    var check = new Repeatable();
    var before = first.nodes();
    var after = second.nodes();
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      if (!check.same(before.get(i), after.get(i))) {
        throw different(before.get(i), after.get(i));
      }
      check.twins.put(before.get(i), after.get(i));
    }
    if (before.size() != after.size()
        || !check.twins(first.results(), second.results())
        || !check.assigned(first.assigned(), second.assigned())) {
      throw new IllegalStateException(
          "Program: the code did not do the same when it was traced again: %d and %d steps; a program keeps what the first run did: use a variable for what changes"
              .formatted(before.size(), after.size()));
    }
  }

  private boolean assigned(Map<Variable, Node> first, Map<Variable, Node> second) {
    return List.copyOf(first.keySet()).equals(List.copyOf(second.keySet()))
        && twins(new ArrayList<>(first.values()), new ArrayList<>(second.values()));
  }

  private boolean twins(List<Node> first, List<Node> second) {
    boolean same = first.size() == second.size();
    for (int i = 0; same && i < first.size(); i++) {
      same = twins.get(first.get(i)) == second.get(i);
    }
    return same;
  }

  private boolean same(Node first, Node second) {
    return switch (first) {
      case Node.Input a -> second instanceof Node.Input b && a.index() == b.index();
      case Node.State a -> second instanceof Node.State b && a.variable() == b.variable();
      case Node.Constant a -> second instanceof Node.Constant b && equal(a.value(), b.value());
      case Node.Call a ->
          second instanceof Node.Call b
              && a.op().equals(b.op())
              && a.type().equals(b.type())
              && twins(a.inputs(), b.inputs());
    };
  }

  /// Returns whether two tensors are the same, bit by bit.
  static boolean equal(Tensor a, Tensor b) {
    TensorType type = a.type();
    if (!type.equals(b.type())) {
      return false;
    }
    return a.storage() == b.storage()
        || (type.dtype().floating()
            ? Arrays.equals(a.toDoubleArray(), b.toDoubleArray())
            : Arrays.equals(a.toLongArray(), b.toLongArray()));
  }

  private static IllegalStateException different(Node first, Node second) {
    Optional<StackTraceElement> line =
        second instanceof Node.Call call ? call.origin() : Optional.empty();
    return new IllegalStateException(
        "Program: the code did not do the same when it was traced again%s: first %s, then %s; a program keeps what the first run did: use a variable for what changes"
            .formatted(Trace.place(line), first, second));
  }
}

package dev.chainrule.explain;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Names of single elements, for explanations that speak of `w5` instead of `weight[0, 0]`.
///
/// A value that nobody named here goes by the name of its tensor and its index, and one whose
/// tensor has no name either by the operation that made it: `sigmoid`, or `sigmoid2` if it is the
/// second one.
public final class Names {
  private final IdentityHashMap<Node, List<String>> names;
  private final IdentityHashMap<Node, String> operations = new IdentityHashMap<>();

  private Names(IdentityHashMap<Node, List<String>> names) {
    this.names = names;
  }

  /// Returns names for nothing yet.
  public static Names none() {
    return new Names(new IdentityHashMap<>());
  }

  /// Names the elements of a recorded tensor, in row-major order.
  ///
  /// @throws IllegalArgumentException if the tensor was not recorded, or has not as many elements
  public Names put(Tensor tensor, String... elements) {
    var node = tensor.node();
    if (node == null) {
      throw new IllegalArgumentException(
          "Names: " + tensor.type() + " was not recorded, so no explanation can meet it");
    }
    return put(node, elements);
  }

  /// Names the elements of a variable, in row-major order.
  ///
  /// @throws IllegalArgumentException if the variable has not as many elements
  public Names put(Variable variable, String... elements) {
    return put(variable.node(), elements);
  }

  private Names put(Node node, String... elements) {
    if (elements.length != node.type().shape().elements()) {
      throw new IllegalArgumentException(
          "Names: %s has %d elements, got %d names"
              .formatted(node.type(), node.type().shape().elements(), elements.length));
    }
    names.put(node, List.of(elements));
    return this;
  }

  /// Returns these names, with those of operations for every other value of a graph.
  Names over(List<Node> graph) {
    var all = new Names(names);
    Map<String, Integer> counts = new HashMap<>();
    for (var node : graph) {
      if (!isNamed(node)) {
        var operation = operation(node);
        int count = counts.merge(operation, 1, Integer::sum);
        all.operations.put(node, count == 1 ? operation : operation + count);
      }
    }
    return all;
  }

  private static String operation(Node node) {
    return node.op().map(op -> op.name()).orElse("x");
  }

  /// Returns whether somebody named a value.
  boolean isNamed(Node node) {
    return names.containsKey(node) || node.name().isPresent();
  }

  /// Returns the name of an element, or empty if neither it nor its tensor has one.
  Optional<String> find(Node node, int place) {
    var given = names.get(node);
    return given != null
        ? Optional.of(given.get(place))
        : node.name().map(name -> name + index(node.type(), place));
  }

  /// Returns the name of an element; one without a name goes by its operation.
  String of(Node node, int place) {
    var operation = operations.getOrDefault(node, operation(node));
    return find(node, place).orElseGet(() -> operation + index(node.type(), place));
  }

  private static String index(TensorType type, int place) {
    return type.shape().elements() == 1
        ? ""
        : Arrays.toString(Elements.coordinates(type.shape(), place));
  }
}

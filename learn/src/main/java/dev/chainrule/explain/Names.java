package dev.chainrule.explain;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Node;
import dev.chainrule.op.Elementwise;
import dev.chainrule.scalar.Formula;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// Names of single elements, for explanations that speak of `w5` instead of `weight[0, 0]`.
///
/// A value that nobody named here goes by the name of its tensor and its index.
public final class Names {
  private final IdentityHashMap<Node, List<String>> names = new IdentityHashMap<>();

  private Names() {}

  /// Returns names for nothing yet.
  public static Names none() {
    return new Names();
  }

  /// Names the elements of a recorded tensor, in row-major order.
  public Names put(Tensor tensor, String... elements) {
    var node = tensor.node();
    if (node == null) {
      throw new IllegalArgumentException(
          "Names: " + tensor.type() + " was not recorded, so no explanation can meet it");
    }
    return put(node, elements);
  }

  /// Names the elements of a variable, in row-major order.
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

  /// Returns the name of an element, or empty if neither it nor its tensor has one.
  Optional<String> find(Node node, int place) {
    var given = names.get(node);
    return given != null
        ? Optional.of(given.get(place))
        : node.name().map(name -> name + index(node.type(), place));
  }

  /// Returns the name of an element; one without a name goes by its operation.
  String of(Node node, int place) {
    return find(node, place)
        .orElseGet(() -> node.op().map(op -> op.name()).orElse("x") + index(node.type(), place));
  }

  /// Returns what an element is in terms of named ones: its name, or the formula that computed it.
  String describe(Node node, int place) {
    var name = find(node, place);
    if (name.isPresent()) {
      return name.get();
    }
    return node.op()
        .filter(Elementwise.class::isInstance)
        .map(Elementwise.class::cast)
        .map(op -> "(" + Formula.of(op.body(), inputs(node, place)) + ")")
        .orElseGet(() -> of(node, place));
  }

  /// Returns what the inputs of an elementwise step are, for one element of its result.
  String[] inputs(Node node, int place) {
    String[] inputs = new String[node.inputs()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = input(node, i, place);
    }
    return inputs;
  }

  private String input(Node node, int i, int place) {
    var parent = node.parent(i);
    var type = node.inputType(i);
    boolean sameShape = type.shape().equals(node.type().shape());
    if (parent.isPresent() && (sameShape || type.shape().elements() == 1)) {
      return describe(parent.get(), sameShape ? place : 0);
    }
    var constant = node.keptInput(i).filter(kept -> kept.shape().elements() == 1);
    return constant.map(kept -> Explanation.shortNumber(kept.item())).orElse("constant");
  }

  private static String index(TensorType type, int place) {
    var shape = type.shape();
    if (shape.elements() == 1) {
      return "";
    }
    var text = new StringBuilder();
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      text.insert(0, (axis == 0 ? "" : ", ") + place % shape.size(axis));
      place /= shape.size(axis);
    }
    return "[" + text + "]";
  }
}

package dev.chainrule.explain;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Graph;
import dev.chainrule.autodiff.Node;
import java.util.List;

/// Why one element's gradient is what it is: every way on which it moves the result, each with its
/// local derivatives and their product.
///
/// ```
/// dE/dw5 = dE/dout_o1 · dout_o1/dnet_o1 · dnet_o1/dw5
///        = (out_o1 − t1) · out_o1 (1 − out_o1) · out_h1
///        = 0.74136507 · 0.18681560 · 0.59326999 = 0.08216704
/// ```
///
/// It is read from the tape of any recorded result, before a backward pass has released it. Steps
/// between two named values are joined into one factor, and factors that are exactly 1, such as
/// that of adding a bias, are left out. Where nothing is named, every step is a factor. Tensors and
/// variables get names from [Tensor#named], [Variable#named] and from the layers of a network,
/// single elements from [Names].
public final class Explanation {
  private final String title;
  private final double gradient;
  private final Paths paths;
  private final String reason;

  private Explanation(Tensor result, Node target, int place, Names given) {
    var root = root(result);
    var graph = Graph.of(root);
    var gradients = result.backward(BackwardOptions.keepingAll());
    var names = given.over(graph);
    boolean reached = graph.contains(target);
    title = "d" + names.of(root, 0) + "/d" + names.of(target, place);
    gradient = reached ? gradients.find(target).map(g -> element(g, place)).orElse(0.0) : 0;
    paths = reached ? Paths.of(gradients, names, target, place) : Paths.none();
    reason =
        reached
            ? "every way from it passes through a function whose derivative is zero"
            : "nothing that the result was computed from depends on it";
  }

  /// One factor of a product: the derivative of one named value by another.
  ///
  /// @param of the value that moves, by name
  /// @param by what it moves with, by name
  /// @param value the derivative
  /// @param formula of the derivative, empty if it has none
  public record Factor(String of, String by, double value, String formula) {}

  /// One way from an element to the result.
  ///
  /// @param factors from the result back to the element
  public record Path(List<Factor> factors) {
    /// Returns the product of all factors.
    public double product() {
      return factors.stream().mapToDouble(Factor::value).reduce(1, (a, b) -> a * b);
    }
  }

  /// Explains the gradient of a single recorded number by one element of a variable.
  ///
  /// @param index of the element, one number for each axis
  /// @throws ShapeException if the result is not a single number or the index lies outside
  /// @throws IllegalStateException if the result was not recorded, or its tape was released
  public static Explanation of(Tensor result, Variable variable, int... index) {
    return of(result, variable, Names.none(), index);
  }

  /// Explains the gradient by one element of a variable, with names for single elements.
  ///
  /// @throws ShapeException if the result is not a single number or the index lies outside
  /// @throws IllegalStateException if the result was not recorded, or its tape was released
  public static Explanation of(Tensor result, Variable variable, Names names, int... index) {
    return new Explanation(result, variable.node(), place(variable.value(), index), names);
  }

  /// Explains the gradient by one element of a recorded tensor.
  ///
  /// @throws ShapeException if the result is not a single number or the index lies outside
  /// @throws IllegalStateException if one of both was not recorded, or the tape was released
  public static Explanation of(Tensor result, Tensor tensor, int... index) {
    return of(result, tensor, Names.none(), index);
  }

  /// Explains the gradient by one element of a recorded tensor, with names for single elements.
  ///
  /// @throws ShapeException if the result is not a single number or the index lies outside
  /// @throws IllegalStateException if one of both was not recorded, or the tape was released
  public static Explanation of(Tensor result, Tensor tensor, Names names, int... index) {
    var node = tensor.node();
    if (node == null) {
      throw new IllegalStateException(
          "Explanation: %s is a constant; use tracked() before computing with it"
              .formatted(tensor.type()));
    }
    return new Explanation(result, node, place(tensor, index), names);
  }

  private static Node root(Tensor result) {
    var node = result.node();
    if (node == null) {
      throw new IllegalStateException(
          "Explanation: %s was not recorded: no variable and no tracked tensor took part in it"
              .formatted(result.type()));
    }
    return node;
  }

  private static int place(Tensor tensor, int... index) {
    tensor.get(index);
    int place = 0;
    for (int axis = 0; axis < index.length; axis++) {
      place = place * tensor.shape().size(axis) + index[axis];
    }
    return place;
  }

  static double element(Tensor tensor, int place) {
    return tensor.detach().reshape(-1).get(place);
  }

  /// Returns the ways from the element to the result, the one that matters most first; none if the
  /// result does not depend on the element.
  public List<Path> paths() {
    return paths.all();
  }

  /// Returns the gradient, the sum over all ways, as a backward pass computes it.
  public double gradient() {
    return gradient;
  }

  /// Returns the derivation as text, with formulas and numbers.
  public String text() {
    return paths.all().isEmpty()
        ? title + " = 0, not connected: " + reason
        : Derivation.of(title, paths, gradient);
  }

  @Override
  public String toString() {
    return text();
  }
}

package dev.chainrule.explain;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Graph;
import dev.chainrule.autodiff.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why one element's gradient is what it is: every way on which it moves the result, each with its
/// local derivatives and their product.
///
/// ```
/// dE/dw5 = dE/dout_o1 · dout_o1/dnet_o1 · dnet_o1/dw5
///        = 0.74136507 · 0.18681560 · 0.59326999 = 0.08216704
/// ```
///
/// It is read from the tape of any recorded result, before a backward pass has released it. Steps
/// between two named values are joined into one factor, and factors that are exactly 1, such as
/// that of adding a bias, are left out.
public final class Explanation {
  /// More ways than these are counted, and the largest shown.
  private static final int MOST_PATHS = 4096;

  private static final int SHOWN_PATHS = 16;

  private final Node result;
  private final Node target;
  private final int place;
  private final Names names;
  private final IdentityHashMap<Node, List<Node>> users = new IdentityHashMap<>();
  private final List<Path> paths = new ArrayList<>();
  private boolean complete = true;

  private Explanation(Node result, Node target, int place, Names names) {
    this.result = result;
    this.target = target;
    this.place = place;
    this.names = names;
    for (var node : Graph.of(result)) {
      for (int i = 0; i < node.inputs(); i++) {
        node.parent(i)
            .ifPresent(parent -> {
              var list = users.computeIfAbsent(parent, _ -> new ArrayList<>());
              if (list.isEmpty() || list.getLast() != node) {
                list.add(node);
              }
            });
      }
    }
    walk(target, place, new ArrayList<>());
    paths.sort((a, b) -> Double.compare(Math.abs(b.product()), Math.abs(a.product())));
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
  public static Explanation of(Tensor result, Variable variable, Names names, int... index) {
    return new Explanation(root(result), variable.node(), place(variable.value(), index), names);
  }

  /// Explains the gradient by one element of a recorded tensor.
  public static Explanation of(Tensor result, Tensor tensor, Names names, int... index) {
    return new Explanation(root(result), root(tensor), place(tensor, index), names);
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

  /// Follows every way up from an element, links so far in the order from the element to the
  /// result.
  private void walk(Node node, int element, List<Link> links) {
    if (node == result) {
      paths.add(path(links));
      return;
    }
    for (var user : users.getOrDefault(node, List.of())) {
      for (var link : Link.from(names, node, element, user)) {
        if (paths.size() >= MOST_PATHS) {
          complete = false;
          return;
        }
        links.add(link);
        walk(user, link.resultPlace(), links);
        links.removeLast();
      }
    }
  }

  /// Joins the links between named values into factors.
  private Path path(List<Link> links) {
    var factors = new ArrayList<Factor>();
    var by = names.of(target, place);
    double value = 1;
    var formulas = new ArrayList<String>();
    for (var link : links) {
      value *= link.derivative();
      link.formula().filter(formula -> !formula.equals("1")).ifPresent(formulas::addFirst);
      var name = names.find(link.result(), link.resultPlace());
      if (name.isPresent() || link.result() == result) {
        var of = name.orElseGet(() -> names.of(link.result(), link.resultPlace()));
        if (value != 1 || !formulas.isEmpty()) {
          factors.addFirst(new Factor(of, by, value, String.join(" · ", formulas)));
          by = of;
        }
        value = 1;
        formulas.clear();
      }
    }
    return new Path(List.copyOf(factors));
  }

  /// Returns the ways from the element to the result, the one that matters most first.
  public List<Path> paths() {
    return List.copyOf(paths);
  }

  /// Returns the gradient: the sum over all ways.
  public double gradient() {
    return paths.stream().mapToDouble(Path::product).sum();
  }

  /// Returns the derivation as text, with numbers.
  public String text() {
    var name = "d" + names.of(result, 0) + "/d" + names.of(target, place);
    if (paths.isEmpty()) {
      return name + " = 0: the result does not move with it";
    }
    var lines = new ArrayList<String>();
    boolean single = paths.size() == 1;
    for (var path : paths.subList(0, Math.min(paths.size(), SHOWN_PATHS))) {
      var lead = single ? name + " = " : "  way through " + inner(path) + ": ";
      lines.add(lead + symbols(path));
      var indent = " ".repeat(single ? name.length() : 4) + " = ";
      formulas(path).ifPresent(formulas -> lines.add(indent + formulas));
      lines.add(indent + numbers(path));
    }
    if (!single) {
      lines.addFirst(
          name + " = sum over " + paths.size() + (complete ? "" : " or more") + " ways:");
      if (paths.size() > SHOWN_PATHS) {
        lines.add("  … and " + (paths.size() - SHOWN_PATHS) + " smaller ones");
      }
      lines.add(" ".repeat(name.length()) + " = " + number(gradient()));
    }
    return String.join("\n", lines);
  }

  /// The values that tell one way from another, nearest to the result first.
  private static String inner(Path path) {
    return path.factors().size() < 2 ? "itself" : path.factors().getFirst().by();
  }

  private static String symbols(Path path) {
    return String.join(
        " · ", path.factors().stream().map(f -> "d" + f.of() + "/d" + f.by()).toList());
  }

  private static Optional<String> formulas(Path path) {
    return path.factors().stream().anyMatch(factor -> factor.formula().isEmpty())
        ? Optional.empty()
        : Optional.of(
            String.join(" · ", path.factors().stream().map(Explanation::factor).toList()));
  }

  private static String factor(Factor factor) {
    boolean sum = factor.formula().contains(" ") && !factor.formula().startsWith("(");
    return sum ? "[" + factor.formula() + "]" : factor.formula();
  }

  private static String numbers(Path path) {
    var factors = path.factors().stream().map(f -> number(f.value())).toList();
    return factors.size() < 2
        ? number(path.product())
        : String.join(" · ", factors) + " = " + number(path.product());
  }

  /// Returns a number without superfluous digits.
  static String shortNumber(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /// Returns a number with as many digits as a reader can check.
  static String number(double value) {
    double size = Math.abs(value);
    return size != 0 && (size < 1e-3 || size >= 1e6)
        ? String.format(Locale.ROOT, "%.10g", value)
        : String.format(Locale.ROOT, "%.8f", value);
  }
}

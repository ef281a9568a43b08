package dev.chainrule.explain;

import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Gradients;
import dev.chainrule.autodiff.Graph;
import dev.chainrule.autodiff.Node;
import dev.chainrule.explain.Explanation.Factor;
import dev.chainrule.explain.Explanation.Path;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Goes from an element up to the result, on every way, and gathers factors.
final class Walk {
  /// More ways than these are not followed; those that seem to matter most come first.
  private static final int MOST = 1024;

  private final Gradients gradients;
  private final Names names;
  private final Elements elements;
  private final boolean zeros;
  private final boolean everyStep;
  private final IdentityHashMap<Node, List<Node>> users = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Map<Integer, List<Link>>> known = new IdentityHashMap<>();
  private final IdentityHashMap<Node, double[]> arriving = new IdentityHashMap<>();
  private final List<Path> paths = new ArrayList<>();
  private boolean complete = true;

  /// @param zeros whether to follow also what is zero only at the present values
  Walk(Gradients gradients, Names names, boolean zeros) {
    this.gradients = gradients;
    this.names = names;
    this.zeros = zeros;
    elements = new Elements(names);
    var graph = Graph.of(gradients.root());
    everyStep =
        graph.stream()
            .filter(node -> node.op().isPresent() && node != gradients.root())
            .noneMatch(names::isNamed);
    for (var node : graph) {
      for (int i = 0; i < node.inputs(); i++) {
        node.parent(i).ifPresent(parent -> addUser(parent, node));
      }
    }
  }

  private void addUser(Node parent, Node user) {
    var list = users.computeIfAbsent(parent, _ -> new ArrayList<>());
    if (list.isEmpty() || list.getLast() != user) {
      list.add(user);
    }
  }

  Walk from(Node target, int place) {
    walk(target, place, new Way(names.of(target, place), List.of()));
    return this;
  }

  List<Path> paths() {
    return paths;
  }

  boolean isComplete() {
    return complete;
  }

  private void walk(Node node, int place, Way way) {
    if (node == gradients.root()) {
      paths.add(way.path());
      return;
    }
    for (var link : links(node, place)) {
      if (paths.size() >= MOST) {
        complete = false;
        return;
      }
      walk(link.result(), link.resultPlace(), way.plus(link));
    }
  }

  /// Returns the links that leave an element, the one that moves the result most first.
  private List<Link> links(Node node, int place) {
    return known
        .computeIfAbsent(node, _ -> new HashMap<>())
        .computeIfAbsent(place, _ -> findLinks(node, place));
  }

  private List<Link> findLinks(Node node, int place) {
    var links = new ArrayList<Link>();
    for (var user : users.getOrDefault(node, List.of())) {
      links.addAll(Link.from(elements, node, place, user, zeros));
    }
    links.sort(Comparator.comparingDouble(link -> -Math.abs(weight(link))));
    return links;
  }

  private double weight(Link link) {
    double[] gradient = arriving.computeIfAbsent(link.result(), this::gradient);
    return link.derivative() * gradient[link.resultPlace()];
  }

  private double[] gradient(Node node) {
    return gradients
        .find(node)
        .map(Tensor::toDoubleArray)
        .orElseGet(() -> new double[node.type().shape().elements()]);
  }

  /// A way so far: whole factors, and the steps since the last named value.
  private final class Way {
    private final String by;
    private final List<Factor> factors;
    private final double value;
    private final Optional<Expression> formula;

    /// A way at a named value.
    Way(String by, List<Factor> factors) {
      this(by, factors, 1, Optional.of(Expression.constant(1)));
    }

    private Way(String by, List<Factor> factors, double value, Optional<Expression> formula) {
      this.by = by;
      this.factors = factors;
      this.value = value;
      this.formula = formula;
    }

    Way plus(Link link) {
      var next =
          new Way(
              by,
              factors,
              value * link.derivative(),
              formula.flatMap(before -> link.formula().map(last -> last.mul(before))));
      var result = link.result();
      boolean ends = everyStep || names.isNamed(result) || result == gradients.root();
      return ends && !next.isOne() ? next.ended(names.of(result, link.resultPlace())) : next;
    }

    private boolean isOne() {
      return value == 1 && formula.filter(Notation::isOne).isPresent();
    }

    private Way ended(String name) {
      var longer = new ArrayList<>(factors);
      longer.addFirst(new Factor(name, by, value, formula.map(elements::factor).orElse("")));
      return new Way(name, longer);
    }

    /// Returns the whole way; steps at its end that are exactly 1 belong to the last factor.
    Path path() {
      var name = names.of(gradients.root(), 0);
      if (factors.isEmpty()) {
        return ended(name).path();
      }
      var all = new ArrayList<>(factors);
      var last = all.removeFirst();
      all.addFirst(new Factor(name, last.by(), last.value(), last.formula()));
      return new Path(List.copyOf(all));
    }
  }
}

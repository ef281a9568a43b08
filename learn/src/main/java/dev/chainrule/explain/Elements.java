package dev.chainrule.explain;

import dev.chainrule.Shape;
import dev.chainrule.autodiff.Node;
import dev.chainrule.op.Aggregate;
import dev.chainrule.op.AggregateLoss;
import dev.chainrule.op.CrossEntropy;
import dev.chainrule.op.Linear;
import dev.chainrule.op.MatMul;
import dev.chainrule.op.Mean;
import dev.chainrule.op.Pointwise;
import dev.chainrule.op.Softmax;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Single elements of a graph, and how they move with each other, as expressions of named ones.
final class Elements {
  /// An element without a name is written as the formula that computed it, so many steps deep.
  private static final int DEPTH = 4;

  private final Names names;
  private final Map<String, Expression> inputs = new LinkedHashMap<>();

  Elements(Names names) {
    this.names = names;
  }

  /// Returns an expression as a factor of a longer product.
  String factor(Expression expression) {
    return Notation.factor(expression, List.copyOf(inputs.keySet()));
  }

  private Expression named(String name) {
    return inputs.computeIfAbsent(name, _ -> Expression.input(inputs.size()));
  }

  /// Returns how an element of a result moves with an element of an input, if that has a formula.
  ///
  /// @param used which inputs of the step it is
  /// @param derivative the value, which is the formula of a linear step
  Optional<Expression> derivative(
      Node result, List<Integer> used, int place, int resultPlace, double derivative) {
    return switch (result.op().orElseThrow()) {
      case Pointwise function ->
          used.stream()
              .filter(input -> broadcast(result, input, resultPlace) == place)
              .map(input -> partial(function, result, input, resultPlace))
              .reduce(Expression::add);
      case AggregateLoss loss when loss.aggregate() != Aggregate.NONE && used.size() == 1 ->
          Optional.of(share(loss, result, used.getFirst(), place));
      case MatMul _ when used.size() == 1 -> partner(result, used.getFirst(), place, resultPlace);
      case CrossEntropy loss when isPlain(loss, result) ->
          Optional.of(missing(loss, result, place));
      case Softmax _ -> {
        var from = element(result, place, 0);
        double same = place == resultPlace ? 1 : 0;
        yield Optional.of(element(result, resultPlace, 0).mul(Expression.constant(same).sub(from)));
      }
      case Linear _, Mean _ -> Optional.of(Expression.constant(derivative));
      default -> Optional.empty();
    };
  }

  private Expression partial(Pointwise function, Node result, int input, int resultPlace) {
    var values = inputs(result, resultPlace, DEPTH);
    return partial(function, input, values, element(result, resultPlace, DEPTH), 1);
  }

  /// Returns the derivative of one element's share in a loss over many.
  private Expression share(AggregateLoss loss, Node result, int input, int place) {
    var values = new Expression[result.inputs()];
    for (int i = 0; i < values.length; i++) {
      int elements = result.inputType(i).shape().elements();
      values[i] = input(result, i, elements == 1 ? 0 : place, DEPTH);
    }
    double upstream =
        loss.aggregate() == Aggregate.MEAN ? 1.0 / result.inputType(0).shape().elements() : 1;
    return partial(loss.loss(), input, values, loss.loss().body().substitute(values), upstream);
  }

  private static boolean isPlain(CrossEntropy loss, Node result) {
    return loss.smoothing() == 0
        && loss.ignored().isEmpty()
        && loss.aggregate() != Aggregate.NONE
        && result.inputs() == 2
        && result.keptInput(1).isPresent();
  }

  /// Returns what a score's probability lacks: 1 for the right class, 0 for the others.
  private Expression missing(CrossEntropy loss, Node result, int place) {
    int classes = result.inputType(0).shape().size(-1);
    var labels = result.keptInput(1).orElseThrow();
    boolean right = Explanation.element(labels, place / classes) == place % classes;
    var score = result.parent(0).map(node -> names.of(node, place)).orElse("score");
    var probability = named("softmax(" + score + ")");
    int count = loss.aggregate() == Aggregate.MEAN ? labels.shape().elements() : 1;
    return probability.sub(right ? 1 : 0).div(count);
  }

  private static Expression partial(
      Pointwise function, int input, Expression[] values, Expression y, double upstream) {
    var product = function.rules().product(input);
    if (product == null) {
      return Expression.constant(0);
    }
    var all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = y;
    all[values.length + 1] = Expression.constant(upstream);
    return product.substitute(all);
  }

  /// In a product `C[i, j] = Σ A[i, k] B[k, j]` an element moves the result by its partner.
  private Optional<Expression> partner(Node result, int input, int place, int resultPlace) {
    int other = 1 - input;
    var shape = result.inputType(input).shape();
    int[] moved = coordinates(shape, place);
    int[] at = coordinates(result.type().shape(), resultPlace);
    int rank = at.length;
    if (input == 0) {
      at[rank - 2] = moved[moved.length - 1];
    } else {
      at[rank - 1] = moved[moved.length - 2];
    }
    int partner = place(result.inputType(other).shape(), at);
    return result.parent(other).isPresent() || result.keptInput(other).isPresent()
        ? Optional.of(input(result, other, partner, DEPTH))
        : Optional.empty();
  }

  /// Returns an element: its name, or the formula that computed it.
  private Expression element(Node node, int place, int depth) {
    var name = names.find(node, place);
    if (name.isEmpty() && depth > 0 && node.op().orElse(null) instanceof Pointwise function) {
      return function.body().substitute(inputs(node, place, depth - 1));
    }
    return named(name.orElseGet(() -> names.of(node, place)));
  }

  /// Returns what the inputs of a pointwise step are, for one element of its result.
  private Expression[] inputs(Node node, int place, int depth) {
    var all = new ArrayList<Expression>();
    for (int i = 0; i < node.inputs(); i++) {
      all.add(input(node, i, broadcast(node, i, place), depth));
    }
    return all.toArray(Expression[]::new);
  }

  private Expression input(Node node, int i, int place, int depth) {
    var parent = node.parent(i);
    if (parent.isPresent()) {
      return element(parent.get(), place, depth);
    }
    return node.keptInput(i)
        .map(kept -> Expression.constant(Explanation.element(kept, place)))
        .orElseGet(() -> named("constant"));
  }

  /// Returns the element of an input that a pointwise step reads for one of its result.
  private static int broadcast(Node node, int input, int place) {
    return place(node.inputType(input).shape(), coordinates(node.type().shape(), place));
  }

  static int[] coordinates(Shape shape, int place) {
    int[] coordinates = new int[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      coordinates[axis] = place % shape.size(axis);
      place /= shape.size(axis);
    }
    return coordinates;
  }

  /// Returns the element at coordinates that may have more outer axes, and larger ones where the
  /// shape broadcasts.
  private static int place(Shape shape, int[] coordinates) {
    int outer = coordinates.length - shape.rank();
    int place = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int size = shape.size(axis);
      place = place * size + (size == 1 ? 0 : coordinates[outer + axis]);
    }
    return place;
  }
}

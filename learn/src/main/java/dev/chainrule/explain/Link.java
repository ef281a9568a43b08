package dev.chainrule.explain;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Node;
import dev.chainrule.op.Elementwise;
import dev.chainrule.op.Forward;
import dev.chainrule.op.Linear;
import dev.chainrule.op.MatMul;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Formula;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One local derivative: how an element of a result moves with an element of one input.
///
/// @param result the step that made the result
/// @param resultPlace the element of the result, in row-major order
/// @param derivative of the one by the other
/// @param formula of the derivative, if the operation has one
record Link(Node result, int resultPlace, double derivative, Optional<String> formula) {

  /// Returns the links from one element of an input to all elements of a result that it moves.
  static List<Link> from(Names names, Node input, int place, Node result) {
    double[] moved = new double[result.type().shape().elements()];
    var used = new ArrayList<Integer>();
    for (int i = 0; i < result.inputs(); i++) {
      if (result.parent(i).filter(parent -> parent == input).isPresent()) {
        used.add(i);
        add(moved, new Unit(result, i, place).derivative());
      }
    }
    var links = new ArrayList<Link>();
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] != 0) {
        links.add(new Link(result, i, moved[i], formula(names, result, used, place, i)));
      }
    }
    return links;
  }

  private static void add(double[] sum, double[] terms) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += terms[i];
    }
  }

  private static Optional<String> formula(
      Names names, Node result, List<Integer> used, int place, int resultPlace) {
    return switch (result.op().orElseThrow()) {
      case Elementwise function ->
          Optional.of(
              String.join(
                  " + ",
                  used.stream()
                      .map(input -> partial(names, function, result, input, resultPlace))
                      .toList()));
      case MatMul _ when used.size() == 1 && result.type().shape().rank() == 2 ->
          factor(names, result, used.getFirst(), place, resultPlace);
      case Linear _ -> Optional.of("1");
      default -> Optional.empty();
    };
  }

  private static String partial(
      Names names, Elementwise function, Node result, int input, int resultPlace) {
    var product = function.rules().product(input);
    if (product == null) {
      return "0";
    }
    var places = new Expression[function.arity() + 2];
    for (int i = 0; i < places.length; i++) {
      places[i] = Expression.input(i);
    }
    places[function.arity() + 1] = Expression.constant(1);
    var inputs = names.inputs(result, resultPlace);
    var all = Arrays.copyOf(inputs, inputs.length + 1);
    all[inputs.length] = names.describe(result, resultPlace);
    return Formula.of(product.substitute(places), all);
  }

  /// In a product `C[i, j] = Σ A[i, k] B[k, j]` an element moves the result by its partner.
  private static Optional<String> factor(
      Names names, Node result, int input, int place, int resultPlace) {
    int columns = result.type().shape().size(1);
    int inner = result.inputType(0).shape().size(1);
    int partner =
        input == 0
            ? place % inner * columns + resultPlace % columns
            : resultPlace / columns * inner + place / columns;
    return result.parent(1 - input).map(parent -> names.describe(parent, partner));
  }

  /// A tangent that is 1 in one element of one input and 0 everywhere else.
  private static final class Unit implements Forward {
    private final Node node;
    private final int moving;
    private final Tensor tangent;
    private Optional<Tensor> moved = Optional.empty();

    Unit(Node node, int moving, int place) {
      this.node = node;
      this.moving = moving;
      var type = node.inputType(moving);
      double[] unit = new double[type.shape().elements()];
      unit[place] = 1;
      this.tangent = Tensor.of(unit, type.shape()).to(type.dtype());
    }

    double[] derivative() {
      node.op().orElseThrow().forward(this);
      return moved
          .map(Tensor::toDoubleArray)
          .orElseGet(() -> new double[node.type().shape().elements()]);
    }

    @Override
    public int inputs() {
      return node.inputs();
    }

    @Override
    public Tensor input(int input) {
      return node.keptInput(input).orElseThrow().detach();
    }

    @Override
    public TensorType inputType(int input) {
      return node.inputType(input);
    }

    @Override
    public Tensor output() {
      return node.keptOutput().orElseThrow().detach();
    }

    @Override
    public TensorType type() {
      return node.type();
    }

    @Override
    public void from(int input, UnaryOperator<Tensor> contribution) {
      if (input == moving) {
        var term = contribution.apply(tangent);
        moved = Optional.of(term.expand(node.type().shape().sizes()));
      }
    }
  }
}

package dev.chainrule.explain;

import dev.chainrule.RandomKey;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Node;
import dev.chainrule.op.Forward;
import dev.chainrule.scalar.Expression;
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
record Link(Node result, int resultPlace, double derivative, Optional<Expression> formula) {

  /// Returns the links from one element of an input to all elements of a result that it moves.
  ///
  /// @param zeros whether also to those that it would move if all values were others
  static List<Link> from(Elements elements, Node input, int place, Node result, boolean zeros) {
    var used = new ArrayList<Integer>();
    for (int i = 0; i < result.inputs(); i++) {
      if (result.parent(i).filter(parent -> parent == input).isPresent()) {
        used.add(i);
      }
    }
    double[] moved = moved(result, used, place, false);
    double[] reached = zeros ? moved(result, used, place, true) : moved;
    var links = new ArrayList<Link>();
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] != 0 || reached[i] != 0) {
        var formula = elements.derivative(result, used, place, i, moved[i]);
        links.add(new Link(result, i, moved[i], formula));
      }
    }
    return links;
  }

  /// Returns how much every element of a result moves, or would at other values.
  private static double[] moved(Node result, List<Integer> used, int place, boolean elsewhere) {
    double[] sum = new double[result.type().shape().elements()];
    for (int input : used) {
      double[] terms = new Unit(result, input, place, elsewhere).derivative();
      Arrays.setAll(sum, i -> sum[i] + terms[i]);
    }
    return sum;
  }

  /// A tangent that is 1 in one element of one input and 0 everywhere else.
  private static final class Unit implements Forward {
    private final Node node;
    private final int moving;
    private final boolean elsewhere;
    private final Tensor tangent;
    private Optional<Tensor> moved = Optional.empty();

    Unit(Node node, int moving, int place, boolean elsewhere) {
      this.node = node;
      this.moving = moving;
      this.elsewhere = elsewhere;
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
      return value(node.keptInput(input).orElseThrow().detach());
    }

    @Override
    public TensorType inputType(int input) {
      return node.inputType(input);
    }

    @Override
    public Tensor output() {
      return value(node.keptOutput().orElseThrow().detach());
    }

    /// Returns a value, or some other value of the same type at which hardly a derivative is zero.
    private Tensor value(Tensor kept) {
      return elsewhere && kept.dtype().floating()
          ? RandomKey.of(1).uniform(kept.shape(), 0.1, 0.9, kept.dtype())
          : kept;
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

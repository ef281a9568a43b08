package dev.chainrule.program;

import dev.chainrule.DType;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Pointwise;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A value as a function of other values, whatever the operation that computes it is called: the
/// quotient of a derivative and that of a division look the same.
///
/// Values that are computed in another type than their inputs have, or not pointwise, are seen as
/// inputs.
///
/// @param expression of the inputs
/// @param value the node that computes it, if one does
record Term(Expression expression, List<Node> inputs, Optional<Node> value) {
  /// Returns what computes a value.
  static Term of(Node node) {
    return node instanceof Node.Call call && call.op() instanceof Pointwise op && keepsType(call)
        ? new Term(op.body(), call.inputs(), Optional.of(node))
        : new Term(Expression.input(0), List.of(node), Optional.of(node));
  }

  private static boolean keepsType(Node.Call call) {
    var dtype = call.type().dtype();
    return call.inputs().stream()
        .map(input -> input.type().dtype())
        .allMatch(input -> input == dtype || input == DType.BOOL);
  }

  /// Returns whether the value is this function of its arguments.
  boolean is(Primitive function) {
    return expression instanceof Expression.Apply apply && apply.function() == function;
  }

  /// Returns an argument of the function.
  Term argument(int index) {
    var argument = ((Expression.Apply) expression).arguments().get(index);
    return argument instanceof Expression.Input input
        ? of(inputs.get(input.index()))
        : new Term(argument, inputs, Optional.empty());
  }

  /// Returns the node of an argument, if there is one.
  Optional<Node> node(int index) {
    return argument(index).value;
  }

  /// Returns whether all elements are this number; 0 and −0 are two numbers.
  boolean is(double number) {
    var found = number();
    return found.isPresent() && Double.compare(found.getAsDouble(), number) == 0;
  }

  /// Returns `x` of a sum `1 + x`.
  Optional<Term> onePlus() {
    if (!is(Primitive.ADD)) {
      return Optional.empty();
    }
    if (argument(1).is(1)) {
      return Optional.of(argument(0));
    }
    return argument(0).is(1) ? Optional.of(argument(1)) : Optional.empty();
  }

  /// Returns whether both are computed by the same node.
  boolean isSame(Term other) {
    return value.isPresent() && value.equals(other.value);
  }

  /// Returns the number that all elements are, if that is known.
  OptionalDouble number() {
    if (expression instanceof Expression.Constant constant) {
      return OptionalDouble.of(constant.value());
    }
    return value.map(Term::number).orElse(OptionalDouble.empty());
  }

  private static OptionalDouble number(Node node) {
    if (node instanceof Node.Call call && call.op() instanceof Expand) {
      return number(call.inputs().getFirst());
    }
    if (!(node instanceof Node.Constant constant) || !isUniform(constant)) {
      return OptionalDouble.empty();
    }
    var value = constant.value();
    return OptionalDouble.of(value.get(new int[value.shape().rank()]));
  }

  private static boolean isUniform(Node.Constant constant) {
    var shape = constant.type().shape();
    boolean repeated = shape.elements() > 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      repeated &= shape.size(axis) == 1 || constant.value().storage().stride(axis) == 0;
    }
    return repeated;
  }
}

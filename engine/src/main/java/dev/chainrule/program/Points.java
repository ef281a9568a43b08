package dev.chainrule.program;

import dev.chainrule.DType;
import dev.chainrule.kernel.Element;
import dev.chainrule.op.Cast;
import dev.chainrule.op.Pointwise;
import dev.chainrule.scalar.Algebra;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.List;
import java.util.Optional;

/// A call as what it does at every place.
///
/// @param body the expression of the call's inputs
/// @param compute what numbers are computed in
record Points(Expression body, Element compute) {
  private static final Expression FROM_TRUTH =
      Expression.input(0).select(Expression.constant(1), Expression.constant(0));

  /// Returns what a call does, if it is pointwise.
  static Optional<Points> of(Node.Call call) {
    return switch (call.op()) {
      case Pointwise op ->
          Optional.of(new Points(op.body(), op.computing(call.inputTypes()).element()));
      case Cast cast when cast.dtype().floating() && isTruth(call.inputs().getFirst()) ->
          Optional.of(new Points(FROM_TRUTH, cast.dtype().element()));
      default -> Optional.empty();
    };
  }

  private static boolean isTruth(Node node) {
    return node.type().dtype() == DType.BOOL;
  }

  /// Returns the expression with other expressions for its inputs.
  Expression of(List<Expression> inputs) {
    return body.read(
        new Algebra<Expression>() {
          @Override
          public Expression input(int index) {
            return inputs.get(index);
          }

          @Override
          public Expression constant(double value) {
            return Expression.constant(value);
          }

          @Override
          public Expression apply(Primitive function, List<Expression> arguments) {
            return Expression.apply(function, arguments.toArray(Expression[]::new));
          }
        });
  }
}

package dev.chainrule.program;

import dev.chainrule.Shape;
import dev.chainrule.kernel.Element;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one loop computes for some pointwise calls: the expressions of those that are needed
/// elsewhere, in the values that come from elsewhere.
///
/// @param compute what numbers are computed in
/// @param inputs the values that come from elsewhere, in the order of the expressions' inputs
/// @param outputs the calls that are needed elsewhere
/// @param bodies an expression for each output
record LoopBody(
    Element compute, List<Node> inputs, List<Node.Call> outputs, List<Expression> bodies) {

  /// Returns the loop of some calls, which all compute in the same type.
  static LoopBody of(List<Node.Call> calls, List<Node.Call> outputs) {
    var inputs = new ArrayList<Node>();
    Map<Node, Expression> known = new HashMap<>();
    var compute = Element.F32;
    for (var call : calls) {
      var points = Points.of(call).orElseThrow();
      compute = points.compute();
      var type = compute;
      var arguments =
          call.inputs().stream().map(input -> read(input, type, inputs, known)).toList();
      known.put(call, points.of(arguments));
    }
    var bodies =
        outputs.stream().map(call -> Optional.ofNullable(known.get(call)).orElseThrow()).toList();
    return new LoopBody(compute, List.copyOf(inputs), outputs, bodies);
  }

  /// Returns the shape of the outputs.
  Shape shape() {
    return outputs.getFirst().type().shape();
  }

  private static Expression read(
      Node node, Element compute, List<Node> inputs, Map<Node, Expression> known) {
    return known.computeIfAbsent(
        node,
        _ -> {
          if (node instanceof Node.Constant constant && isLiteral(constant, compute)) {
            return Expression.constant(constant.value().item());
          }
          inputs.add(node);
          return Expression.input(inputs.size() - 1);
        });
  }

  /// Whether a number is part of the loop. Others, such as the number of elements of a mean, are
  /// read from memory, so that the same loop serves other numbers.
  private static boolean isLiteral(Node.Constant constant, Element compute) {
    var type = constant.type();
    if (type.shape().elements() != 1 || !type.dtype().floating()) {
      return false;
    }
    double number = constant.value().item();
    boolean frequent = Math.abs(number) <= 2 && 2 * number == Math.rint(2 * number);
    return frequent || type.dtype().element() != compute;
  }
}

package dev.chainrule.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Calls that are executed together: one operation, pointwise operations over the same places that
/// one loop computes, a product with such a loop as its tail, or a fold of such a loop's values.
///
/// @param calls inputs before results: a product, views of it, a loop, a fold
/// @param outputs the calls whose values are needed by others
record Task(List<Node.Call> calls, List<Node.Call> outputs) {
  /// Returns whether this is nothing but a loop.
  boolean isLoop() {
    return points().size() == calls.size();
  }

  /// Returns the product, if this is one with a tail.
  Optional<Node.Call> product() {
    return points().isEmpty() ? Optional.empty() : other(calls.getFirst());
  }

  /// Returns the fold, if this is one of a loop's values.
  Optional<Node.Call> fold() {
    return points().isEmpty() ? Optional.empty() : other(calls.getLast());
  }

  private static Optional<Node.Call> other(Node.Call call) {
    return Points.of(call).isPresent() ? Optional.empty() : Optional.of(call);
  }

  /// Returns the pointwise calls.
  List<Node.Call> points() {
    return calls.stream().filter(call -> Points.of(call).isPresent()).toList();
  }

  /// Returns the loop that computes those outputs that are pointwise, or the terms of a fold.
  LoopBody loop() {
    var points = points();
    var ends = fold().map(Node.Call::inputs).orElse(List.copyOf(outputs));
    return LoopBody.of(points, points.stream().filter(ends::contains).toList());
  }

  /// Returns the names of the operations.
  String names() {
    var names = new StringBuilder();
    boolean before = false;
    for (var call : calls) {
      if (!passes(call)) {
        boolean point = Points.of(call).isPresent();
        names
            .append(names.isEmpty() ? "" : before && point ? ", " : " + ")
            .append(call.op().name());
        before = point;
      }
    }
    return names.toString();
  }

  /// Whether a call is a view on the way from a product to its tail.
  boolean passes(Node.Call call) {
    return calls.size() > 1 && call.op().isView();
  }

  /// Returns the values that come from elsewhere.
  List<Node> inputs() {
    var inputs = new ArrayList<Node>();
    if (Points.of(calls.getFirst()).isEmpty()) {
      inputs.addAll(calls.getFirst().inputs());
    }
    if (!points().isEmpty()) {
      inputs.addAll(loop().inputs());
    }
    return inputs.stream().distinct().filter(input -> !calls.contains(input)).toList();
  }
}

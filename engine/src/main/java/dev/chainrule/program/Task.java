package dev.chainrule.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls that are executed together: one operation, pointwise operations over the same places that
/// one loop computes, or a product with such a loop as its tail.
///
/// @param calls inputs before results; a product comes first, then views of it, then the loop
/// @param outputs the calls whose values are needed by others
record Task(List<Node.Call> calls, List<Node.Call> outputs) {
  /// Returns whether this is nothing but a loop.
  boolean isLoop() {
    return points().size() == calls.size();
  }

  /// Returns the product, if this is one with a tail.
  Optional<Node.Call> product() {
    return isLoop() || points().isEmpty() ? Optional.empty() : Optional.of(calls.getFirst());
  }

  /// Returns the pointwise calls.
  List<Node.Call> points() {
    return calls.stream().filter(call -> Points.of(call).isPresent()).toList();
  }

  /// Returns the loop that computes those outputs that are pointwise.
  LoopBody loop() {
    var points = points();
    return LoopBody.of(points, outputs.stream().filter(points::contains).toList());
  }

  /// Returns the names of the operations.
  String names() {
    var points = points();
    var others =
        calls.stream().filter(call -> !points.contains(call) && !passes(call)).map(Task::name);
    var loop = points.stream().map(Task::name).collect(Collectors.joining(", "));
    return Stream.concat(others, Stream.of(loop).filter(names -> !names.isEmpty()))
        .collect(Collectors.joining(" + "));
  }

  /// Whether a call is a view on the way from a product to its tail.
  boolean passes(Node.Call call) {
    return calls.size() > 1 && call.op().isView();
  }

  private static String name(Node.Call call) {
    return call.op().name();
  }

  /// Returns the values that come from elsewhere.
  List<Node> inputs() {
    var inputs = new ArrayList<Node>();
    if (!isLoop()) {
      inputs.addAll(calls.getFirst().inputs());
    }
    if (!points().isEmpty()) {
      inputs.addAll(loop().inputs());
    }
    return inputs.stream().distinct().filter(input -> !calls.contains(input)).toList();
  }
}

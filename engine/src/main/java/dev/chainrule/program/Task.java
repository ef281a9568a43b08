package dev.chainrule.program;

import java.util.List;
import java.util.stream.Collectors;

/// Calls that are executed together: one operation, or pointwise operations over the same places
/// that one loop computes.
///
/// @param calls inputs before results
/// @param outputs the calls whose values are needed by others
record Task(List<Node.Call> calls, List<Node.Call> outputs) {
  /// Returns whether this is a loop rather than a single operation of another kind.
  boolean isLoop() {
    return Points.of(calls.getFirst()).isPresent();
  }

  /// Returns the loop that computes the outputs.
  LoopBody loop() {
    return LoopBody.of(calls, outputs);
  }

  /// Returns the names of the operations.
  String names() {
    return calls.stream().map(call -> call.op().name()).collect(Collectors.joining(", "));
  }

  /// Returns the values that come from elsewhere.
  List<Node> inputs() {
    return isLoop() ? loop().inputs() : calls.getFirst().inputs().stream().distinct().toList();
  }
}

package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares a program with the operations that it was made of, on real data: first every rewrite by
/// itself, then every kernel with its place in memory.
final class Audit {
  private final Compiled compiled;
  private final List<Tensor> inputs;
  private final Map<Variable, Tensor> states = new LinkedHashMap<>();

  private Audit(Compiled compiled, List<Tensor> inputs) {
    this.compiled = compiled;
    this.inputs = inputs;
    for (var node : compiled.rounded.nodes()) {
      if (node instanceof Node.State state) {
        states.put(state.variable(), state.variable().value().detach());
      }
    }
  }

  /// Checks a program; variables keep their values.
  ///
  /// @throws IllegalStateException naming the first rewrite or kernel whose bits differ
  static void check(Compiled compiled, List<Tensor> inputs) {
    var audit = new Audit(compiled, inputs);
    audit.rewrites();
    audit.kernels();
  }

  private void rewrites() {
    var expected = ends(compiled.rounded);
    for (var rewrite : Rewrites.ALL) {
      var graph = Builder.rebuild(compiled.rounded, List.of(rewrite), new TreeMap<>());
      compare("the rewrite \"" + rewrite.name() + "\"", expected, ends(graph));
    }
    compare("all rewrites together", expected, ends(compiled.rewritten));
  }

  private List<Tensor> ends(Graph graph) {
    return Interpreter.ends(graph, Interpreter.values(graph, inputs, states));
  }

  private static void compare(String what, List<Tensor> expected, List<Tensor> found) {
    for (int i = 0; i < expected.size(); i++) {
      if (!Repeatable.equal(expected.get(i), found.get(i))) {
        throw new IllegalStateException(
            "Program: %s changes bits: of %s, result %d; please report it, and leave this code eager"
                .formatted(what, expected.get(i).type(), i));
      }
    }
  }

  private void kernels() {
    var expected = Interpreter.values(compiled.rewritten, inputs, states);
    compiled.run(
        inputs.toArray(Tensor[]::new),
        states,
        (task, outputs) -> {
          var control = new ArrayList<Tensor>();
          task.outputs().forEach(output -> control.add(expected.get(output)));
          compare("the kernel of " + task.names(), control, outputs);
        });
  }
}

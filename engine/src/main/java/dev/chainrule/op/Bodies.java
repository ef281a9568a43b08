package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.autodiff.Gradients;
import dev.chainrule.autodiff.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Derivatives of composites that have no rule of their own: the body is recorded and
/// differentiated.
final class Bodies {
  private Bodies() {}

  static void backward(Composite op, Backward tape) {
    var pass = new Pass(op, tape);
    for (int i = 0; i < tape.inputs(); i++) {
      if (tape.inputType(i).dtype().floating()) {
        int input = i;
        tape.to(i, () -> pass.gradient(input));
      }
    }
  }

  static void forward(Composite op, Forward tape) {
    var inputs = new ArrayList<Tensor>();
    for (int i = 0; i < tape.inputs(); i++) {
      inputs.add(tape.input(i));
    }
    for (int i = 0; i < tape.inputs(); i++) {
      int input = i;
      tape.from(
          i,
          tangent ->
              Derivatives.jvp(
                  x -> {
                    var changed = new ArrayList<>(inputs);
                    changed.set(input, x);
                    return op.body(changed);
                  },
                  inputs.get(input),
                  tangent));
    }
  }

  /// One backward pass through the body, shared by all inputs and run when the first one asks.
  private static final class Pass {
    private final Composite op;
    private final Backward tape;
    private List<Tensor> inputs = List.of();
    private Optional<Gradients> gradients = Optional.empty();

    Pass(Composite op, Backward tape) {
      this.op = op;
      this.tape = tape;
    }

    Tensor gradient(int input) {
      if (gradients.isEmpty()) {
        gradients = Optional.of(run());
      }
      return gradients
          .orElseThrow()
          .find(inputs.get(input))
          .orElseGet(
              () -> Tensor.zeros(tape.inputType(input).shape(), tape.inputType(input).dtype()));
    }

    private Gradients run() {
      boolean differentiable = Tape.recording();
      Supplier<Gradients> pass =
          () -> {
            inputs = new ArrayList<>();
            for (int i = 0; i < tape.inputs(); i++) {
              var input = tape.input(i);
              var point = differentiable ? input : input.detach();
              inputs.add(input.dtype().floating() ? Derivatives.tracked(point) : input);
            }
            return Derivatives.backward(
                op.body(inputs),
                tape.upstream(),
                differentiable ? BackwardOptions.differentiable() : BackwardOptions.plain());
          };
      return Tape.withGradient(pass::get);
    }
  }
}

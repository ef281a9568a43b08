package dev.chainrule.train;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.data.Batch;
import dev.chainrule.op.Comparisons;
import dev.chainrule.program.Program;
import java.util.ArrayList;
import java.util.List;

/// The step of a run as a program: forward, backward and update at once, with the bits of the eager
/// step unless rounding is free.
///
/// A step whose loss is not finite changes nothing, so that what went wrong can be found.
final class CompiledStep {
  private final Run run;
  private final List<Variable> variables = new ArrayList<>();
  private final Program<Outcome> program;

  CompiledStep(Run run) {
    this.run = run;
    Program<Outcome> plain = Program.compile(this::step);
    program = run.settings().roundsFreely ? plain.roundingFreely() : plain;
    variables.addAll(run.network().variables().values());
    variables.addAll(run.optimizer().variables().values());
    run.average().ifPresent(average -> variables.addAll(average.variables().values()));
  }

  /// What a step returns.
  record Outcome(Tensor loss, Tensor scores) {}

  Outcome run(Batch batch) {
    return program.run(batch.input(), batch.target());
  }

  /// Returns what the program does for a batch.
  String explain(Batch batch) {
    return program.explain(batch.input(), batch.target());
  }

  /// Returns the same with the time that each kernel takes.
  String profile(Batch batch) {
    return program.profile(batch.input(), batch.target());
  }

  /// Compares the program with the operations that it was made of, on a batch.
  ///
  /// @throws IllegalStateException naming the first rewrite or kernel whose bits differ
  void audit(Batch batch) {
    program.audit(batch.input(), batch.target());
  }

  private Outcome step(Tensor input, Tensor target) {
    var before = values();
    var pass = Pass.of(run, input, target);
    run.update(pass.gradients());
    var plain = pass.loss();
    Tape.withoutGradient(() -> {
      keepIfSound(Comparisons.IS_FINITE.on(plain), before);
      return plain;
    });
    return new Outcome(plain, pass.scores());
  }

  private List<Tensor> values() {
    return variables.stream().map(variable -> variable.value().detach()).toList();
  }

  private void keepIfSound(Tensor sound, List<Tensor> before) {
    var after = values();
    for (int i = 0; i < after.size(); i++) {
      if (!after.get(i).symbol().equals(before.get(i).symbol())) {
        variables.get(i).assign(sound.where(after.get(i), before.get(i)));
      }
    }
  }
}

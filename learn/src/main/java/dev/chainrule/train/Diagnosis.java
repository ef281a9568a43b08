package dev.chainrule.train;

import dev.chainrule.Tensor;
import dev.chainrule.TrainingException;
import dev.chainrule.Variable;
import dev.chainrule.data.Batch;
import dev.chainrule.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what was the first number that is no longer finite.
final class Diagnosis {
  private final Run run;
  private final List<Variable> states;
  private Map<Variable, Tensor> before = Map.of();

  Diagnosis(Run run) {
    this.run = run;
    this.states = run.network().variables().values().stream().filter(v -> !v.trainable()).toList();
  }

  /// Remembers what a step changes in its forward pass, so that it can be made again.
  void beforeStep() {
    if (!states.isEmpty()) {
      before = new LinkedHashMap<>();
      states.forEach(state -> before.put(state, state.value()));
    }
  }

  /// Returns the failure for a loss that is not finite.
  TrainingException ofLoss(double loss, Batch batch, double rate) {
    var progress = run.progress;
    var cause =
        notFinite("the batch's inputs", batch.input())
            .or(() -> inWeights(run))
            .or(() -> inLayers(batch))
            .orElse("the loss itself");
    return failure(
        "loss became " + (Double.isNaN(loss) ? "NaN" : "infinite"),
        progress.epoch(),
        progress.step() + 1,
        cause,
        rate);
  }

  /// Throws if a variable of the network is not finite after the last step that was made.
  static void requireFinite(Run run) {
    var cause = inWeights(run);
    if (cause.isPresent()) {
      throw failure(
          "a weight is not finite",
          run.progress.epoch(),
          run.progress.step(),
          cause.get(),
          run.optimizer().rate());
    }
  }

  private static TrainingException failure(
      String what, int epoch, long step, String cause, double rate) {
    return new TrainingException(
        "Trainer: %s at epoch %d, step %d: the first value that is not finite is %s; learning rate %s"
            .formatted(what, epoch, step, cause, rate),
        epoch,
        step);
  }

  /// Returns the first variable that is not finite, or the gradient that made it so.
  private static Optional<String> inWeights(Run run) {
    return inVariables(run).map(variable -> inGradients(run).orElse(variable));
  }

  /// Gradients arise from the last layer to the first.
  private static Optional<String> inGradients(Run run) {
    return run.lastGradients.flatMap(gradients -> {
      for (int i = gradients.tensors().size() - 1; i >= 0; i--) {
        var name = gradients.parameters().get(i).displayName() + " gradient";
        var found = notFinite(name, gradients.tensors().get(i));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    });
  }

  private static Optional<String> inVariables(Run run) {
    return run.network().variables().values().stream()
        .flatMap(v -> notFinite(v.displayName(), v.value()).stream())
        .findFirst();
  }

  /// Makes the forward pass again and looks at every layer's result.
  private Optional<String> inLayers(Batch batch) {
    before.forEach(Variable::assign);
    var found = new ArrayList<String>();
    run.network()
        .observe(
            batch.input(),
            (Block block, Tensor result) ->
                notFinite("the result of " + block, result).ifPresent(found::add));
    return found.stream().findFirst();
  }

  private static Optional<String> notFinite(String name, Tensor tensor) {
    if (!tensor.dtype().floating()) {
      return Optional.empty();
    }
    long bad = 0;
    for (double value : tensor.toDoubleArray()) {
      bad += Double.isFinite(value) ? 0 : 1;
    }
    return bad == 0
        ? Optional.empty()
        : Optional.of("%s (%d of %d elements)".formatted(name, bad, tensor.shape().elements()));
  }
}

package dev.chainrule.train;

import dev.chainrule.Tensor;
import dev.chainrule.op.Slice;
import dev.chainrule.optim.ParameterGradients;
import java.util.ArrayList;
import java.util.List;

/// What a pass forward and back through the network gives for a batch: in one go, or part by part,
/// which needs less memory.
///
/// Parts count by their numbers of samples, so that sums over them are means over the batch.
///
/// @param loss the mean over the batch
/// @param scores what the network gave
/// @param gradients of the loss
record Pass(Tensor loss, Tensor scores, ParameterGradients gradients) {

  static Pass of(Run run, Tensor input, Tensor target) {
    int size = input.shape().size(0);
    int parts = Math.min(run.settings().parts, size);
    if (parts == 1) {
      return ofAll(run, input, target);
    }
    List<Pass> passes = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) size * part / parts);
      int to = (int) ((long) size * (part + 1) / parts);
      var pass = ofAll(run, Slice.of(input, 0, from, to), Slice.of(target, 0, from, to));
      passes.add(pass.times((double) (to - from) / size));
    }
    return passes.stream()
        .reduce(Pass::plus)
        .map(sum -> new Pass(sum.loss, scores(passes), sum.gradients))
        .orElseThrow();
  }

  private static Pass ofAll(Run run, Tensor input, Tensor target) {
    var scores = run.network().apply(input);
    var loss = run.settings().loss.of(scores, target);
    var gradients = ParameterGradients.of(loss.backward(), run.optimizer().parameters());
    return new Pass(loss.detach(), scores.detach(), gradients);
  }

  private Pass times(double share) {
    return new Pass(loss.mul(share), scores, gradients.map(gradient -> gradient.mul(share)));
  }

  private Pass plus(Pass other) {
    return new Pass(loss.add(other.loss), scores, gradients.plus(other.gradients));
  }

  private static Tensor scores(List<Pass> passes) {
    return Tensor.concatenate(0, passes.stream().map(Pass::scores).toArray(Tensor[]::new));
  }
}

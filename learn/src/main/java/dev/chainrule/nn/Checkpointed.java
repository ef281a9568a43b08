package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A layer that keeps nothing for the backward pass but its inputs, and computes what is in between
/// again when the gradients arrive.
///
/// It needs one more forward pass through the layer, and the memory of its widest part instead of
/// that of all parts. Results, gradients, random masks and running statistics are those of the
/// layer without it, and so are the names of its variables. In use nothing is different.
///
/// **Source**: T. Chen et al., "Training deep nets with sublinear memory cost", 2016; see
/// [Checkpoint].
///
/// @param layer what is computed twice
public record Checkpointed(Layer layer) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var function = layer.build(site);
    return function instanceof Joint joint
        ? (Joint) (x, more) -> twice(given -> joint.apply(given.getFirst(), rest(given)), x, more)
        : x -> twice(given -> function.apply(given.getFirst()), x);
  }

  private static Tensor twice(Function<List<Tensor>, Tensor> function, Tensor x, Tensor... more) {
    var mode = Mode.current();
    var inputs = new ArrayList<>(List.of(more));
    inputs.addFirst(x);
    return mode == Mode.TRAINING
        ? Checkpoint.of(given -> mode.during(() -> function.apply(given)), inputs)
        : function.apply(inputs);
  }

  private static Tensor[] rest(List<Tensor> given) {
    return given.subList(1, given.size()).toArray(Tensor[]::new);
  }

  @Override
  public String kind() {
    return layer.kind();
  }
}

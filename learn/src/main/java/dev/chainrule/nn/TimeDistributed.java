package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer applied to every step of a sequence by itself: `[batch, time, ...]` is taken for a batch
/// of `batch · time` samples.
///
/// The inner layer is called `inner` in the names of its variables, if it has no name. Layers that
/// work along the last axis, such as [Dense], need no such help.
///
/// @param inner the layer of one step
public record TimeDistributed(Layer inner) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (site.input().rank() == 0) {
      throw new ShapeException(
          site + ": needs samples with an axis of time, but a sample is a single number");
    }
    var step = site.inputType().with(site.input().without(0));
    var block = site.build("inner", inner, step);
    return x -> {
      var shape = x.shape();
      if (shape.rank() < 2) {
        throw new ShapeException("%s: needs [batch, time, ...], got %s".formatted(site, shape));
      }
      var steps = Shape.of(shape.size(0) * shape.size(1));
      var results = block.apply(x.reshape(steps.concat(shape.part(2, shape.rank())).sizes()));
      return results.reshape(shape.part(0, 2).concat(results.shape().without(0)).sizes());
    };
  }
}

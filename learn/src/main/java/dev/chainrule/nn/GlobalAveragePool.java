package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that takes the mean of every channel over a whole image: `[batch, height, width,
/// channels]` becomes `[batch, channels]`. Sequences and volumes work likewise.
public record GlobalAveragePool() implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site);
    return x -> x.mean(Images.between(x.shape()));
  }
}

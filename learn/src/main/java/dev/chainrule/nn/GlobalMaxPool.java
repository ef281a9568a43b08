package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Division;
import java.util.Collections;
import java.util.function.UnaryOperator;

/// A layer that takes the largest element of every channel over a whole image: `[batch, height,
/// width, channels]` becomes `[batch, channels]`. Sequences and volumes work likewise.
///
/// The gradient goes to the largest element, at ties to the first one.
public record GlobalMaxPool() implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site);
    var whole = Collections.nCopies(site.input().rank() - 1, new Division(1));
    int channels = site.input().size(-1);
    return x -> Operations.maxPool(whole, x).reshape(x.shape().size(0), channels);
  }
}

package dev.chainrule.nn;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that adds its input to what another layer makes of it: `y = x + f(x)`.
///
/// The inner layer is called `inner` in the names of its variables, if it has no name.
///
/// **Source**: K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition",
/// CVPR 2016, section 3.1.
///
/// @param inner the layer whose results have the shape of its inputs
public record Residual(Layer inner) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var block = site.build("inner", inner);
    if (!block.output().shape().equals(site.input())) {
      throw new ShapeException(
          "%s: %s turns %s into %s; only equal shapes can be added"
              .formatted(site, block, site.input(), block.output().shape()));
    }
    return x -> x.add(block.apply(x));
  }
}

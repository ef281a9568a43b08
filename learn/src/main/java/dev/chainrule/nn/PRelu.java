package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.init.Initializers;
import dev.chainrule.op.Activations;
import java.util.function.UnaryOperator;

/// A layer that applies `x` for x > 0, else `slope · x` with a learnt slope for each feature.
///
/// | | shape | initially |
/// |---|---|---|
/// | input, output | `[batch, ..., features]` | |
/// | `slope` | `[features]` | 0.25 |
///
/// **Source**: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015.
public record PRelu() implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    int features = site.input().rank() == 0 ? 1 : site.input().size(-1);
    var slope = site.parameter("slope", Shape.of(features), Initializers.constant(0.25));
    return x -> Activations.PRELU.on(x, slope.value());
  }
}

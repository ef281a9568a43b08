package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that adds waves to a sequence, from which the place in time can be told.
///
/// `y[t, 2i] = x[t, 2i] + sin(t / 10000^(2i / features))`, and the cosine of the same angle for `2i
/// + 1`. Input and output are `[batch, time, features]`, with an even number of features.
///
/// **Source**: A. Vaswani et al., "Attention is all you need", 2017, section 3.5.
public record SinusoidalPositions() implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (site.input().rank() != 2 || site.input().size(1) % 2 != 0) {
      throw new ShapeException(
          "%s: needs samples [time, features] with an even number of features, got %s"
              .formatted(site, site.input()));
    }
    int features = site.input().size(1);
    return x -> {
      LastAxis.require(site, x, features);
      int time = x.shape().size(1);
      double[] waves = Rotary.angles(time, features / 2);
      double[] table = new double[time * features];
      for (int i = 0; i < waves.length; i++) {
        table[2 * i] = StrictMath.sin(waves[i]);
        table[2 * i + 1] = StrictMath.cos(waves[i]);
      }
      return x.add(Tensor.of(table, Shape.of(time, features)).to(x.dtype()));
    };
  }
}

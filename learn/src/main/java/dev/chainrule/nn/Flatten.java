package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that lays all axes of a sample out in one, in row-major order: `[batch, 28, 28, 1]`
/// becomes `[batch, 784]`.
public record Flatten() implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    int elements = site.input().elements();
    return x -> x.reshape(x.shape().size(0), elements);
  }
}

package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that gives every sample another shape, with the same elements in row-major order.
///
/// @param shape the new shape of one sample, without the axis that counts samples
public record Reshape(Shape shape) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (site.input().elements() != shape.elements()) {
      throw new ShapeException(
          "%s: a sample of %s has %d elements, %s has %d; both must have the same number"
              .formatted(site, site.input(), site.input().elements(), shape, shape.elements()));
    }
    return x -> x.reshape(Shape.of(x.shape().size(0)).concat(shape).sizes());
  }
}

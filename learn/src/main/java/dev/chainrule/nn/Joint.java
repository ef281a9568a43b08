package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// The function of a built layer that takes more than one tensor: queries and a memory, a sequence
/// and a mask or a state.
///
/// A layer is joint if its [Layer#build] returns such a function. [Block#apply(Tensor, Tensor...)]
/// passes further tensors on to it; the layer says which there may be.
///
/// ```
/// Layer distance = site -> (Joint) (x, more) -> x.sub(more[0]).abs();
/// var network = distance.build(List.of(type, type), DType.F32, 1);
/// var result = network.apply(a, b);
/// ```
@FunctionalInterface
public interface Joint extends UnaryOperator<Tensor> {
  /// Returns the result for a batch and further tensors.
  Tensor apply(Tensor x, Tensor... more);

  /// Returns the result for a batch alone.
  @Override
  default Tensor apply(Tensor x) {
    return apply(x, new Tensor[0]);
  }
}

package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Activations;
import java.util.function.UnaryOperator;

/// A layer that cuts every element to a range: `min(max(x, lowest), highest)`.
///
/// @param lowest the lower end, usually −1
/// @param highest the upper end, above `lowest`, usually 1
public record HardTanh(double lowest, double highest) implements Layer {
  /// @throws IllegalArgumentException if the range is empty
  public HardTanh {
    if (!(lowest < highest)) {
      throw new IllegalArgumentException(
          "HardTanh: lowest is %s and highest %s; lowest must be below highest"
              .formatted(lowest, highest));
    }
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var function = Activations.hardTanh(lowest, highest);
    return x -> function.on(x);
  }
}

package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;

/// Cuts every element of every gradient to a range: `g ← min(max(g, −limit), limit)`.
///
/// @param limit the largest size of an element, at least 0
public record ClipByValue(double limit) implements GradientTransform {
  private static final Fused CLIP =
      Fused.of(
          "clip",
          input(0)
              .lt(input(1).neg())
              .select(input(1).neg(), input(1).lt(input(0)).select(input(1), input(0))));

  /// @throws IllegalArgumentException if the limit is negative
  public ClipByValue {
    Hyper.atLeastZero("ClipByValue", "limit", limit);
  }

  @Override
  public ParameterGradients apply(ParameterGradients gradients) {
    return gradients.map(g -> CLIP.on(g, Tensor.scalar(limit, g.dtype())));
  }
}

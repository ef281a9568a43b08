package dev.chainrule.optim;

import java.util.List;

/// Shrinks each gradient, by itself, whose 2-norm is too large: `g ← g · min(1, limit / ‖g‖)`.
///
/// @param limit the largest norm, at least 0
public record ClipByNorm(double limit) implements GradientTransform {
  /// @throws IllegalArgumentException if the limit is negative
  public ClipByNorm {
    Hyper.atLeastZero("ClipByNorm", "limit", limit);
  }

  @Override
  public ParameterGradients apply(ParameterGradients gradients) {
    return gradients.map(
        g -> g.mul(Norm.factor(Norm.EUCLIDEAN.of(List.of(g)), limit).to(g.dtype())));
  }
}

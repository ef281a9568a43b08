package dev.chainrule.optim;

/// Shrinks all gradients by the same factor if they are too large together: `g ← g · min(1, limit /
/// (norm + 10⁻⁶))`, so that their direction stays.
///
/// **Source**: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural
/// networks", ICML 2013.
///
/// @param limit the largest norm, at least 0
/// @param norm which norm
public record ClipByGlobalNorm(double limit, Norm norm) implements GradientTransform {
  /// @throws IllegalArgumentException if the limit is negative
  public ClipByGlobalNorm {
    Hyper.atLeastZero("ClipByGlobalNorm", "limit", limit);
  }

  @Override
  public ParameterGradients apply(ParameterGradients gradients) {
    var factor = Norm.factor(norm.of(gradients.tensors()), limit);
    return gradients.map(g -> g.mul(factor.to(g.dtype())));
  }
}

package dev.chainrule.optim;

/// A change of the gradients before the update: the one place between the two.
///
/// Clipping is such a change, and so is averaging over processes that train together.
@FunctionalInterface
public interface GradientTransform {
  /// Returns the changed gradients, of the same parameters in the same order.
  ParameterGradients apply(ParameterGradients gradients);

  /// Returns this change followed by another.
  default GradientTransform then(GradientTransform next) {
    return gradients -> next.apply(apply(gradients));
  }

  /// Returns the change that changes nothing.
  static GradientTransform none() {
    return gradients -> gradients;
  }
}

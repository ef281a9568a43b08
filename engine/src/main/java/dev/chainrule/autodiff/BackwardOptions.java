package dev.chainrule.autodiff;

/// What a backward pass does besides computing the gradients of leaves.
///
/// @param isDifferentiable whether the pass is recorded, so that gradients can be differentiated
///   again
/// @param keepsAll whether the gradients of intermediate values are kept too, and the tape is not
///   released
public record BackwardOptions(boolean isDifferentiable, boolean keepsAll) {

  /// Returns the default: gradients of leaves only, the tape is released.
  public static BackwardOptions plain() {
    return new BackwardOptions(false, false);
  }

  /// Returns options for a pass that is itself recorded.
  public static BackwardOptions differentiable() {
    return new BackwardOptions(true, true);
  }

  /// Returns options for a pass that keeps the gradient of every node, for explanations.
  public static BackwardOptions keepingAll() {
    return new BackwardOptions(false, true);
  }
}

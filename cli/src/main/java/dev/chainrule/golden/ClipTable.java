package dev.chainrule.golden;

import dev.chainrule.optim.ClipByGlobalNorm;
import dev.chainrule.optim.ClipByValue;
import dev.chainrule.optim.GradientTransform;
import dev.chainrule.optim.Norm;
import java.util.Optional;

/// What Chainrule calls PyTorch's clipping of gradients.
final class ClipTable {
  private ClipTable() {}

  /// Returns the clipping of a training, `{"norm": 1.0}` or `{"value": 0.5}`, if there is one.
  static Optional<GradientTransform> find(Settings clip) {
    if (clip.has("norm")) {
      return Optional.of(new ClipByGlobalNorm(clip.number("norm"), Norm.EUCLIDEAN));
    }
    return clip.has("value")
        ? Optional.of(new ClipByValue(clip.number("value")))
        : Optional.empty();
  }

  /// Returns the norm of a given order.
  ///
  /// @throws NotApplicable if Chainrule does not clip by it
  static Norm norm(double order) {
    if (order == 1) {
      return Norm.SUM;
    }
    if (order == 2) {
      return Norm.EUCLIDEAN;
    }
    if (order == Double.POSITIVE_INFINITY) {
      return Norm.LARGEST;
    }
    throw new NotApplicable("there is no clipping by the norm of order " + order);
  }
}

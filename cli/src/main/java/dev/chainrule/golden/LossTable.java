package dev.chainrule.golden;

import dev.chainrule.loss.Loss;
import dev.chainrule.loss.Losses;
import dev.chainrule.op.ElementLoss;
import java.util.Map;

/// What Chainrule calls the losses that models are trained with; the mean unless the name says
/// otherwise.
final class LossTable {
  private static final Map<String, Loss> LOSSES =
      Map.of(
          "mse", Losses.meanSquaredError(),
          "l1", Losses.meanAbsoluteError(),
          "half_sse", (x, y) -> ElementLoss.SQUARED_ERROR.sum(x, y).mul(0.5),
          "bce_logits", Losses.binaryCrossEntropy(),
          "ce", Losses.crossEntropy(),
          "ce_smooth0.1", Losses.crossEntropy().smoothing(0.1));

  private LossTable() {}

  /// Returns a loss by the manifest's name.
  ///
  /// @throws NotApplicable if Chainrule does not have it
  static Loss loss(String name) {
    Loss loss = LOSSES.get(name);
    if (loss == null) {
      throw new NotApplicable("there is no loss " + name + " yet");
    }
    return loss;
  }
}

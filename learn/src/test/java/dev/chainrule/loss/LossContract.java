package dev.chainrule.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.check.GradientCheck;

/// What every loss has to keep.
final class LossContract {
  private LossContract() {}

  /// Checks a loss at some scores, in both precisions.
  static void check(Loss loss, Tensor scores, Tensor targets) {
    var value = loss.of(scores, targets);
    assertEquals(Shape.of(), value.shape(), "one number for the whole batch");
    assertFalse(value.isRecorded(), "constants give a constant");
    assertEquals(scores.dtype(), value.dtype());

    var report = GradientCheck.of((Tensor x) -> loss.of(x, targets).add(1)).at(scores);
    assertTrue(report.passed(), report::toString);

    var single = loss.of(scores.to(DType.F32), targets);
    assertEquals(DType.F32, single.dtype(), "targets follow the scores");
    assertEquals(value.item(), single.item(), 1e-5 * (1 + Math.abs(value.item())));

    var tracked = scores.tracked();
    var gradients = loss.of(tracked, targets.tracked().detach()).backward();
    assertArrayEquals(scores.shape().sizes(), gradients.of(tracked).shape().sizes());
  }
}

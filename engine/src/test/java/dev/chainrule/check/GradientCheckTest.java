package dev.chainrule.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
  private static final Tensor POINT = Tensor.of(new double[] {-1.5, 0.25, 2}, Shape.of(3));

  @Test
  void rightGradientsPassWithASmallBound() {
    var report = GradientCheck.of(x -> x.tanh().mul(x.exp())).at(POINT);
    assertTrue(report.passed(), report.toString());
    assertEquals(0, report.kinks());
    for (var comparison : report.comparisons()) {
      assertTrue(comparison.difference().bound() < 1e-7, comparison.toString());
    }
  }

  @Test
  void aWrongGradientIsFoundAndNamed() {
    // the exponential is hidden from the tape, so reverse mode sees only the factor x
    var report = GradientCheck.of(x -> x.mul(Tape.withoutGradient(x::exp)).sum()).at(POINT);
    assertFalse(report.passed());
    assertTrue(report.toString().contains("x[1]: gradient 1.284025417"), report.toString());
    assertTrue(report.toString().endsWith("3 gradients checked, 3 wrong, 0 at kinks"));
  }

  @Test
  void aKinkIsRecognisedAndASlopeBetweenItsSidesPasses() {
    var report = GradientCheck.of(Tensor::relu).at(Tensor.of(new double[] {0, 1}, Shape.of(2)));
    assertEquals(1, report.kinks());
    assertTrue(report.passed(), report.toString());
    assertEquals(
        "kink with slopes 0.00000 on the left and ",
        report.comparisons().getFirst().difference().toString().substring(0, 41));
  }

  @Test
  void curvatureIsNoKink() {
    var report = GradientCheck.of(x -> x.mul(x).mul(100)).at(POINT);
    assertEquals(0, report.kinks());
    assertTrue(report.passed(), report.toString());
  }

  @Test
  void variablesAreCheckedAndPutBack() {
    var weight = Variable.of(Tensor.of(new double[] {1, 2, 3, 4}, Shape.of(2, 2))).named("w");
    var input = Tensor.of(new double[] {0.5, -1}, Shape.of(1, 2));
    var before = weight.value().toDoubleArray();
    var report = GradientCheck.of(() -> input.matmul(weight.value()).tanh(), List.of(weight));
    assertTrue(report.passed(), report.toString());
    assertEquals(4, report.comparisons().size());
    assertArrayEquals(before, weight.value().toDoubleArray());
  }

  @Test
  void singlePrecisionPassesWithAWideBound() {
    var report = GradientCheck.of(x -> x.tanh().sum()).at(POINT.to(DType.F32));
    assertTrue(report.passed(), report.toString());
    assertTrue(report.comparisons().getFirst().difference().bound() < 0.05);
  }
}

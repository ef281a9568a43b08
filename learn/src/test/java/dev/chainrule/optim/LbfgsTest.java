package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LbfgsTest {
  private final Variable x = Variable.of(Tensor.scalar(-1.2, DType.F64)).named("x");
  private final Variable y = Variable.of(Tensor.scalar(1, DType.F64)).named("y");

  /// Rosenbrock's valley, with its lowest point at (1, 1).
  private Tensor valley() {
    var across = y.value().sub(x.value().mul(x.value()));
    var along = x.value().neg().add(1);
    return across.mul(across).mul(100).add(along.mul(along));
  }

  @Test
  void theLineSearchFindsTheLowestPointOfACurvedValley() {
    var minimizer = Lbfgs.of(1).searching().iterations(100).over(List.of(x, y));
    assertEquals(24.2, minimizer.step(this::valley), 1e-12, "the loss before");
    assertEquals(1, x.value().item(), 1e-5);
    assertEquals(1, y.value().item(), 1e-5);
  }

  @Test
  void aParabolaTakesOneStepOnceItsCurvatureIsKnown() {
    var w = Variable.of(Tensor.of(new double[] {3, -5}, Shape.of(2)));
    var minimizer = Lbfgs.of(1).iterations(3).over(List.of(w));
    // the first step goes by 1 / Σ|g|; equal curvature everywhere makes the second one exact
    minimizer.step(() -> w.value().mul(w.value()).sum());
    assertArrayEquals(new double[] {0, 0}, w.value().toDoubleArray(), 1e-12);
  }

  @Test
  void itStopsWhereTheGradientIsZero() {
    x.assign(Tensor.scalar(1, DType.F64));
    var evaluations = new ArrayList<Double>();
    var minimizer = Lbfgs.of(1).over(List.of(x, y));
    minimizer.step(() -> {
      var loss = valley();
      evaluations.add(loss.item());
      return loss;
    });
    assertEquals(List.of(0.0), evaluations);
    assertEquals(0, minimizer.variables().get("iteration").value().item());
  }

  @Test
  void aRestoredStateContinuesBitForBit() {
    for (var rule : List.of(Lbfgs.of(0.5).iterations(3), Lbfgs.of(1).iterations(3).searching())) {
      var small = rule.history(2);
      double[] straight = steps(small, 6, 6);
      assertArrayEquals(straight, steps(small, 3, 6), small.toString());
    }
  }

  /// Returns where a minimizer comes that is replaced by another one after some steps.
  private double[] steps(Lbfgs rule, int before, int all) {
    x.assign(Tensor.scalar(-1.2, DType.F64));
    y.assign(Tensor.scalar(1, DType.F64));
    var first = rule.over(List.of(x, y));
    for (int i = 0; i < before; i++) {
      first.step(this::valley);
    }
    var second = rule.over(List.of(x, y));
    second
        .variables()
        .forEach((name, variable) -> variable.assign(first.variables().get(name).value()));
    for (int i = before; i < all; i++) {
      second.step(this::valley);
    }
    return new double[] {x.value().item(), y.value().item()};
  }

  @Test
  void everyStepMakesTheLossSmallerOrLeavesIt() {
    var minimizer = Lbfgs.of(1).searching().iterations(2).over(List.of(x, y));
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 20; i++) {
      double now = minimizer.step(this::valley);
      assertTrue(now <= before, now + " after " + before);
      before = now;
    }
  }

  @Test
  void aLossThatIsNotFiniteIsRefusedAndNothingChanges() {
    var minimizer = Lbfgs.of(1).over(List.of(x, y));
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> minimizer.step(() -> valley().mul(Double.NaN)));
    assertEquals(
        "Lbfgs: the loss is NaN before iteration 1; it must be finite", thrown.getMessage());
    assertEquals(-1.2, x.value().item());
  }

  @Test
  void parametersOfTwoTypesAreRefused() {
    var single = Variable.of(Tensor.scalar(1)).named("z");
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> Lbfgs.of(1).over(List.of(x, single)));
    assertEquals(
        "Lbfgs: \"z\" is f32, but \"x\" is f64; all parameters need one type", thrown.getMessage());
  }

  @Test
  void impossibleNumbersAreRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Lbfgs.of(1).history(0));
    assertEquals("Lbfgs: history is 0; expected 1 or more", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Lbfgs.of(0));
  }
}

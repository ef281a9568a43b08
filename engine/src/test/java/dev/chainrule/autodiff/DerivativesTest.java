package dev.chainrule.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DerivativesTest {
  private static final Tensor X = Tensor.of(new double[] {1, 2}, Shape.of(2));

  @Test
  void theGradientOfACubeIsThreeSquares() {
    assertArrayEquals(
        new double[] {3, 12},
        Derivatives.gradient(x -> x.mul(x).mul(x).sum()).at(X).toDoubleArray());
  }

  @Test
  void theHessianOfACubeIsDiagonal() {
    assertArrayEquals(
        new double[] {6, 0, 0, 12},
        Derivatives.hessian(x -> x.mul(x).mul(x).sum()).at(X).toDoubleArray());
  }

  @Test
  void theThirdDerivativeIsReachedByNesting() {
    var third =
        Derivatives.gradient(x ->
            Derivatives.gradient(y -> Derivatives.gradient(z -> z.mul(z).mul(z).sum()).at(y).sum())
                .at(x)
                .sum());
    assertArrayEquals(new double[] {6, 6}, third.at(X).toDoubleArray());
  }

  @Test
  void theJacobianHasTheShapeOfResultAndInput() {
    var jacobian = Derivatives.jacobian(x -> x.reshape(2, 1).mul(x)).at(X);
    assertEquals(Shape.of(2, 2, 2), jacobian.shape());
    assertArrayEquals(new double[] {2, 0, 2, 1, 2, 1, 0, 4}, jacobian.toDoubleArray());
  }

  @Test
  void theHessianTimesAVectorNeedsNoHessian() {
    var direction = Tensor.of(new double[] {1, -1}, Shape.of(2));
    assertArrayEquals(
        new double[] {6, -12},
        Derivatives.hessianVectorProduct(x -> x.mul(x).mul(x).sum(), X, direction).toDoubleArray());
  }

  @Test
  void aGradientFlowsOnToWhatSurroundsIt() {
    // d/dt of the gradient of (t x)² by x at x = 3 is d/dt 6 t² = 12 t
    var result =
        Derivatives.gradient(
                t -> {
                  var three = Tensor.scalar(3, DType.F64);
                  return Derivatives.gradient(x -> x.mul(t).mul(x.mul(t))).at(three);
                })
            .at(Tensor.scalar(2, DType.F64));
    assertEquals(24, result.item());
  }

  @Test
  void aVariableThatIsUsedTwiceHasOneGradient() {
    var w = Variable.of(Tensor.scalar(3, DType.F64));
    var gradients = w.value().mul(w.value()).backward();
    assertEquals(6, gradients.of(w).item());
  }

  @Test
  void aDisconnectedVariableIsAnsweredWithTheReason() {
    var used = Variable.of(Tensor.scalar(1)).named("used");
    var unused = Variable.of(Tensor.scalar(1)).named("unused");
    var gradients = used.value().mul(2).backward();
    assertTrue(gradients.find(unused).isEmpty());
    var error = assertThrows(IllegalStateException.class, () -> gradients.of(unused));
    assertEquals(
        "gradient of \"unused\": not connected: nothing that the result was computed from depends"
            + " on it",
        error.getMessage());
  }

  @Test
  void aSecondBackwardPassSaysThatTheTapeWasReleased() {
    var w = Variable.of(Tensor.scalar(1));
    var loss = w.value().tanh();
    loss.backward();
    var error = assertThrows(IllegalStateException.class, loss::backward);
    assertTrue(error.getMessage().startsWith("backward: the values kept for tanh were released"));
  }

  @Test
  void onlySingleNumbersHaveGradients() {
    var w = Variable.of(Tensor.of(1f, 2f));
    var error = assertThrows(ShapeException.class, () -> w.value().backward());
    assertEquals(
        "backward: needs a single number, got [2]; sum or average it first", error.getMessage());
  }

  @Test
  void nothingIsRecordedWithoutGradient() {
    var w = Variable.of(Tensor.scalar(1));
    assertTrue(w.value().exp().isRecorded());
    assertFalse(Tape.withoutGradient(() -> w.value().exp()).isRecorded());
    assertFalse(w.value().detach().exp().isRecorded());
  }

  @Test
  void aHookSeesAndReplacesTheGradient() {
    var w = Variable.of(Tensor.scalar(2, DType.F64));
    var seen = new ArrayList<Double>();
    var hidden =
        w.value()
            .mul(3)
            .onGradient(gradient -> {
              seen.add(gradient.item());
              return gradient.mul(10);
            });
    var gradients = hidden.mul(hidden).backward();
    assertEquals(12.0, seen.getFirst());
    assertEquals(360, gradients.of(w).item());
  }

  @Test
  void tensorsKeepTheirElementsWhenTheVariableChanges() {
    var w = Variable.of(Tensor.scalar(1));
    var before = w.value();
    w.assign(Tensor.scalar(5));
    assertEquals(1, before.item());
    assertEquals(5, w.value().item());
    assertSame(w.value().node(), before.node());
  }

  @Test
  void linesOfUserCodeAreRememberedWhenAskedFor() {
    var w = Variable.of(Tensor.scalar(1));
    assertTrue(w.value().exp().node().origin().isEmpty());
    // the origin is the first frame outside the library; this test lives inside, JUnit does not
    var origin = Tape.withLines(() -> w.value().exp().node().origin()).orElseThrow();
    assertFalse(origin.getClassName().startsWith("dev.chainrule"));
  }
}

package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private final Variable weight =
      Variable.of(Tensor.of(new double[] {1, 2}, Shape.of(2))).named("weight");
  private final Variable unused = Variable.of(Tensor.scalar(3, DType.F64)).named("unused");

  @Test
  void followsTheGradientsOfALoss() {
    var optimizer = Sgd.of(0.5).over(List.of(weight));
    optimizer.step(weight.value().mul(weight.value()).sum().backward());
    assertArrayEquals(new double[] {0, 0}, weight.value().toDoubleArray());
  }

  @Test
  void aParameterThatTheLossDoesNotReachIsAnErrorAndChangesNothing() {
    var optimizer = Sgd.of(0.5).over(List.of(weight, unused));
    var gradients = weight.value().sum().backward();
    var thrown = assertThrows(IllegalStateException.class, () -> optimizer.step(gradients));
    assertEquals(
        "gradient of \"unused\": not connected: nothing that the result was computed from depends"
            + " on it",
        thrown.getMessage());
    assertArrayEquals(new double[] {1, 2}, weight.value().toDoubleArray());
    assertEquals(0, optimizer.steps());
  }

  @Test
  void aTensorReadBeforeAStepKeepsItsElements() {
    var before = weight.value();
    var optimizer = Sgd.of(0.5).over(List.of(weight));
    optimizer.step(before.mul(before).sum().backward());
    assertArrayEquals(new double[] {1, 2}, before.toDoubleArray());
  }

  @Test
  void rateAndMomentumCanChangeBetweenSteps() {
    var optimizer = Sgd.of(0.5).momentum(0.5).over(List.of(weight));
    optimizer.rate(0.1);
    optimizer.momentum(0);
    for (int step = 0; step < 2; step++) {
      optimizer.step(weight.value().sum().backward());
    }
    assertArrayEquals(new double[] {0.8, 1.8}, weight.value().toDoubleArray(), 1e-12);
  }

  @Test
  void whatIsRememberedIsNamedAfterTheParameter() {
    var optimizer = Adam.of(0.1).over(List.of(weight));
    assertEquals(
        List.of("step", "rate", "momentum", "weight.mean", "weight.square"),
        List.copyOf(optimizer.variables().keySet()));
  }

  @Test
  void parametersAreListedOnceEach() {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> Sgd.of(1).over(List.of(weight, weight)));
    assertEquals(
        "Optimizer: needs parameters, each once; got 2, 1 of them different", thrown.getMessage());
  }

  @Test
  void someParametersFollowARuleOfTheirOwn() {
    var bias = Variable.of(Tensor.scalar(1, DType.F64)).named("bias");
    var rule = Sgd.of(0.5).momentum(0.5).except(p -> p.shape().rank() == 0, Sgd.of(0.1));
    var optimizer = rule.over(List.of(weight, bias));
    assertEquals(
        List.of("step", "rate", "momentum", "weight.momentum"),
        List.copyOf(optimizer.variables().keySet()));

    var ones = List.of(Tensor.ones(Shape.of(2), DType.F64), Tensor.scalar(1, DType.F64));
    optimizer.step(new ParameterGradients(List.of(weight, bias), ones));
    assertArrayEquals(new double[] {0.5, 1.5}, weight.value().toDoubleArray());
    assertEquals(0.9, bias.value().item(), 1e-15);

    optimizer.rate(0.25); // half of all rates
    optimizer.step(new ParameterGradients(List.of(weight, bias), ones));
    assertArrayEquals(new double[] {0.125, 1.125}, weight.value().toDoubleArray());
    assertEquals(0.85, bias.value().item(), 1e-15);
  }

  @Test
  void exceptionsKeepTheContract() {
    OptimizerContract.check(Adam.of(1e-2).except(p -> p.shape().rank() < 2, Sgd.of(0.1)));
  }
}

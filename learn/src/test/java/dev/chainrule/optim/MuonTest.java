package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class MuonTest {
  private static Tensor matrix(int rows, double... values) {
    return Tensor.of(values, Shape.of(rows, values.length / rows));
  }

  @Test
  void keepsTheContract() {
    OptimizerContract.check(Muon.of(1e-2));
    OptimizerContract.check(new Muon(0.01, 0.5, false, true, Decay.none(), Sgd.of(0.1)));
  }

  @Test
  void singularValuesBecomeAboutOne() {
    // a diagonal matrix has its diagonal as singular values; the iteration leaves it diagonal
    var update = Muon.orthogonal(matrix(2, 5, 0, 0, 0, -0.2, 0));
    double first = update.get(0, 0);
    double second = update.get(1, 1);
    assertTrue(first > 0.6 && first < 1.3, update::toString);
    assertTrue(second < -0.6 && second > -1.3, update::toString);
    assertArrayEquals(new double[] {first, 0, 0, 0, second, 0}, update.toDoubleArray(), 1e-12);
  }

  @Test
  void tallMatricesAreTreatedLikeTheirTransposes() {
    var wide = matrix(2, 1, -2, 3, 0.5, -0.25, 1);
    assertArrayEquals(
        Muon.orthogonal(wide).toDoubleArray(),
        Muon.orthogonal(wide.transpose()).transpose().toDoubleArray(),
        1e-12);
  }

  @Test
  void stepsAreLongerForMoreOutputsThanInputs() {
    var rule = Muon.of(0.1).decay(Decay.none());
    double wide = moved(rule, matrix(1, 1, 0, 0, 0));
    double tall = moved(rule, matrix(4, 1, 0, 0, 0));
    assertEquals(2, wide / tall, 1e-12);
    var outputsFirst = new Muon(0.1, 0.95, true, true, Decay.none(), Sgd.of(1));
    assertEquals(2, moved(outputsFirst, matrix(4, 1, 0, 0, 0)) / tall, 1e-12);
  }

  /// How far the first element moves in one step.
  private static double moved(Muon rule, Tensor gradient) {
    var weight = Variable.of(Tensor.zeros(gradient.shape(), gradient.dtype()));
    rule.over(List.of(weight)).step(new ParameterGradients(List.of(weight), List.of(gradient)));
    return -weight.value().toDoubleArray()[0];
  }

  @Test
  void parametersThatAreNoMatricesFollowAnotherRule() {
    var rule = Muon.of(0.1).others(Sgd.of(0.25));
    OptimizerContract.follows(rule, 1, 0.75, 0.5);
    var kernel = Variable.of(Tensor.ones(Shape.of(2, 2, 3), DType.F32)).named("k");
    assertEquals(
        List.of("step", "rate", "momentum", "k.momentum"),
        List.copyOf(rule.over(List.of(kernel)).variables().keySet()));
  }
}

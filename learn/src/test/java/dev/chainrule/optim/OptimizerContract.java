package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What every update rule has to keep.
final class OptimizerContract {
  private static final int STEPS = 6;

  private OptimizerContract() {}

  /// Checks everything but the trajectory, which only the rule's own test knows.
  static void check(UpdateRule rule) {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      restoredStateContinuesBitForBit(rule, dtype);
      stateStartsAtStepZeroAndCounts(rule, dtype);
      rateZeroChangesNothing(rule, dtype);
      parametersDoNotInfluenceEachOther(rule, dtype);
    }
    squaresBecomeSmaller(rule);
  }

  /// Checks the values of a single parameter that starts at 1, for a gradient that stays the same.
  static void follows(UpdateRule rule, double gradient, double... expected) {
    var weight = Variable.of(Tensor.scalar(1, DType.F64)).named("w");
    var optimizer = rule.over(List.of(weight));
    for (int step = 0; step < expected.length; step++) {
      optimizer.step(
          new ParameterGradients(List.of(weight), List.of(Tensor.scalar(gradient, DType.F64))));
      assertEquals(expected[step], weight.value().item(), 1e-7, "after step " + (step + 1));
    }
  }

  private static void restoredStateContinuesBitForBit(UpdateRule rule, DType dtype) {
    var straight = parameters(dtype);
    var optimizer = rule.over(straight);
    run(optimizer, 0, STEPS);

    var first = parameters(dtype);
    var before = rule.over(first);
    run(before, 0, STEPS / 2);
    var second = parameters(dtype);
    var after = rule.over(second);
    copy(first, second);
    copy(before.variables(), after.variables());
    run(after, STEPS / 2, STEPS);

    for (int i = 0; i < straight.size(); i++) {
      assertSameBits(straight.get(i), second.get(i));
    }
    optimizer.variables().forEach((name, v) -> assertSameBits(v, after.variables().get(name)));
  }

  private static void stateStartsAtStepZeroAndCounts(UpdateRule rule, DType dtype) {
    var optimizer = rule.over(parameters(dtype));
    assertEquals(0, optimizer.steps());
    assertEquals(rule.rate(), optimizer.rate());
    run(optimizer, 0, 2);
    assertEquals(2, optimizer.steps());
    assertEquals(
        3 + parameters(dtype).stream().mapToInt(p -> rule.of(p).slots().size()).sum(),
        optimizer.variables().size(),
        "step, rate, momentum and each parameter's slots");
  }

  private static void rateZeroChangesNothing(UpdateRule rule, DType dtype) {
    var parameters = parameters(dtype);
    var optimizer = rule.over(parameters);
    optimizer.rate(0);
    run(optimizer, 0, 2);
    for (int i = 0; i < parameters.size(); i++) {
      assertSameBits(parameters(dtype).get(i), parameters.get(i));
    }
  }

  private static void parametersDoNotInfluenceEachOther(UpdateRule rule, DType dtype) {
    var both = parameters(dtype);
    run(rule.over(both), 0, 3);
    var alone = parameters(dtype).subList(1, 2);
    var optimizer = rule.over(alone);
    for (int step = 0; step < 3; step++) {
      optimizer.step(new ParameterGradients(alone, gradients(both, step).subList(1, 2)));
    }
    assertSameBits(both.get(1), alone.getFirst());
  }

  private static void squaresBecomeSmaller(UpdateRule rule) {
    var weight = Variable.of(Tensor.of(new double[] {1, -2, 0.5}, Shape.of(3))).named("w");
    var optimizer = rule.over(List.of(weight));
    double before = square(weight).item();
    for (int step = 0; step < 20; step++) {
      optimizer.step(square(weight).backward());
    }
    assertTrue(square(weight).item() < before, () -> rule + " does not descend: " + weight);
  }

  private static Tensor square(Variable weight) {
    return weight.value().mul(weight.value()).sum();
  }

  private static void run(Optimizer optimizer, int from, int to) {
    var parameters = optimizer.parameters();
    for (int step = from; step < to; step++) {
      optimizer.step(new ParameterGradients(parameters, gradients(parameters, step)));
      parameters.forEach(p -> assertTrue(p.node().op().isEmpty(), "the update is not recorded"));
    }
  }

  private static List<Variable> parameters(DType dtype) {
    var matrix = Tensor.of(new double[] {1, -2, 3, 0.5, -0.25, 0}, Shape.of(2, 3)).to(dtype);
    var vector = Tensor.of(new double[] {0.1, 0.2, -0.3}, Shape.of(3)).to(dtype);
    return List.of(Variable.of(matrix).named("weight"), Variable.of(vector).named("bias"));
  }

  /// Gradients that differ from step to step and element to element, one of them 0.
  private static List<Tensor> gradients(List<Variable> parameters, int step) {
    var gradients = new ArrayList<Tensor>();
    for (var parameter : parameters) {
      double[] values = new double[parameter.shape().elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.sin(3 * step + i * 1.7);
      }
      values[0] = 0;
      gradients.add(Tensor.of(values, parameter.shape()).to(parameter.dtype()));
    }
    return gradients;
  }

  private static void copy(List<Variable> from, List<Variable> to) {
    for (int i = 0; i < from.size(); i++) {
      to.get(i).assign(from.get(i).value());
    }
  }

  private static void copy(Map<String, Variable> from, Map<String, Variable> to) {
    to.forEach((name, variable) -> variable.assign(from.get(name).value()));
  }

  private static void assertSameBits(Variable expected, Variable actual) {
    assertArrayEquals(
        expected.value().toDoubleArray(), actual.value().toDoubleArray(), expected.displayName());
  }
}

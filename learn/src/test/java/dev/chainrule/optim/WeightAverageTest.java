package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
  private final Variable weight = Variable.of(Tensor.scalar(10, DType.F64)).named("w");
  private final WeightAverage average = WeightAverage.of(0.75, List.of(weight));

  private double mean() {
    return average.during(() -> weight.value().item());
  }

  private void step(double value) {
    weight.assign(Tensor.scalar(value, DType.F64));
    average.update();
  }

  @Test
  void theFirstStepsHavePlainMeansAndLaterOnesFade() {
    assertEquals(10, mean());
    step(1);
    assertEquals(1, mean());
    step(3);
    assertEquals(2, mean());
    step(8);
    assertEquals(4, mean());
    step(8);
    assertEquals(5, mean(), 1e-15);
    step(9);
    assertEquals(6, mean(), 1e-15); // a quarter of the way, not a fifth
  }

  @Test
  void theParametersComeBackEvenAfterAFailure() {
    step(1);
    step(3);
    assertThrows(
        IllegalStateException.class,
        () ->
            average.during(() -> {
              throw new IllegalStateException("for the test");
            }));
    assertEquals(3, weight.value().item());
    average.adopt();
    assertEquals(2, weight.value().item());
  }

  @Test
  void itsStateHasTheParametersNames() {
    assertEquals(List.of("step", "w"), List.copyOf(average.variables().keySet()));
  }

  @Test
  void keepingEverythingIsRefused() {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> WeightAverage.of(1, List.of(weight)));
    assertEquals(
        "WeightAverage: decay is 1.0; expected 0 or more and below 1", thrown.getMessage());
  }
}

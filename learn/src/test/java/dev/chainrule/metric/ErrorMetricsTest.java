package dev.chainrule.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import org.junit.jupiter.api.Test;

class ErrorMetricsTest {
  private static final Tensor TARGETS = Tensor.of(new float[] {1, 2, 3, 6}, Shape.of(4, 1));
  private static final Tensor PREDICTIONS = Tensor.of(new float[] {1, 3, 3, 4}, Shape.of(4, 1));

  @Test
  void theMeanOfTheSquaredDifferences() {
    assertEquals(5.0 / 4, new SquaredError().of(PREDICTIONS, TARGETS).value());
    assertEquals(Math.sqrt(5.0 / 4), new RootSquaredError().of(PREDICTIONS, TARGETS).value());
  }

  @Test
  void theMeanOfTheAbsoluteDifferences() {
    assertEquals(3.0 / 4, new AbsoluteError().of(PREDICTIONS, TARGETS).value());
  }

  @Test
  void theShareOfVarianceExplained() {
    // The targets' mean is 3 and their squared deviations add up to 4 + 1 + 0 + 9.
    assertEquals(1 - 5.0 / 14, new RSquared().of(PREDICTIONS, TARGETS).value(), 1e-15);
    assertEquals(1, new RSquared().of(TARGETS, TARGETS).value());
    Tensor mean = Tensor.of(new float[] {3, 3, 3, 3}, Shape.of(4, 1));
    assertEquals(0, new RSquared().of(mean, TARGETS).value());
    assertTrue(new RSquared().of(TARGETS.neg(), TARGETS).value() < 0);
  }

  @Test
  void severalOutputsCountEquallyInTheShareOfVariance() {
    // The first output is perfect, the second always the mean.
    Tensor targets = Tensor.of(new float[] {1, 10, 2, 30}, Shape.of(2, 2));
    Tensor predictions = Tensor.of(new float[] {1, 20, 2, 20}, Shape.of(2, 2));
    assertEquals(0.5, new RSquared().of(predictions, targets).value());
  }

  @Test
  void constantTargetsExplainAllOrNothing() {
    Tensor constant = Tensor.of(new float[] {2, 2}, Shape.of(2));
    assertEquals(1, new RSquared().of(constant, constant).value());
    Tensor other = Tensor.of(new float[] {2, 3}, Shape.of(2));
    assertEquals(0, new RSquared().of(other, constant).value());
  }

  @Test
  void aColumnFitsAListButNothingBroadcasts() {
    assertEquals(5.0 / 4, new SquaredError().of(PREDICTIONS.reshape(4), TARGETS).value());
    assertEquals(5.0 / 4, new SquaredError().of(PREDICTIONS, TARGETS.reshape(4)).value());
    var failure =
        assertThrows(
            ShapeException.class, () -> new SquaredError().of(PREDICTIONS, TARGETS.reshape(1, 4)));
    assertEquals(
        "mean squared error: predictions [4, 1] and targets [1, 4] differ in shape",
        failure.getMessage());
  }
}

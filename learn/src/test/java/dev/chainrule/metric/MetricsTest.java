package dev.chainrule.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsTest {
  private static final int SAMPLES = 97;
  private static final int CLASSES = 5;

  static List<Metric<?>> classification() {
    return List.of(
        Metrics.accuracy(),
        Metrics.topAccuracy(2),
        Metrics.confusionMatrix(),
        Metrics.precision(),
        Metrics.recall(),
        Metrics.f1(),
        new F1(Averaging.AllClasses.WEIGHTED),
        new Precision(new Averaging.OneClass(3)));
  }

  static List<Metric<?>> regression() {
    return List.of(
        Metrics.squaredError(),
        Metrics.rootSquaredError(),
        Metrics.absoluteError(),
        Metrics.rSquared());
  }

  @ParameterizedTest
  @MethodSource("classification")
  void anyCutIntoBatchesGivesTheSameBitsForClasses(Metric<?> metric) {
    long seed = 7;
    Random random = new Random(seed);
    float[] scores = new float[SAMPLES * CLASSES];
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(4);
    }
    Arrays.setAll(labels, i -> random.nextInt(CLASSES));
    Tensor whole = Tensor.of(scores, Shape.of(SAMPLES, CLASSES));
    String expected = metric.of(whole, Tensor.of(labels, Shape.of(SAMPLES))).toString();
    for (int size : new int[] {1, 2, 10, 64, 96}) {
      var meter = metric.meter();
      for (int from = 0; from < SAMPLES; from += size) {
        int to = Math.min(from + size, SAMPLES);
        meter.update(
            Tensor.of(
                Arrays.copyOfRange(scores, from * CLASSES, to * CLASSES),
                Shape.of(to - from, CLASSES)),
            Tensor.of(Arrays.copyOfRange(labels, from, to), Shape.of(to - from)));
      }
      assertEquals(expected, meter.result().toString(), "batches of " + size);
    }
  }

  @ParameterizedTest
  @MethodSource("regression")
  void anyCutIntoBatchesGivesTheSameBitsForNumbers(Metric<?> metric) {
    Random random = new Random(8);
    double[] predictions = random.doubles(SAMPLES, -1e3, 1e3).toArray();
    double[] targets = random.doubles(SAMPLES, -1e3, 1e3).toArray();
    Object expected =
        metric.of(Tensor.of(predictions, Shape.of(SAMPLES)), Tensor.of(targets, Shape.of(SAMPLES)));
    for (int size : new int[] {1, 2, 10, 64, 96}) {
      var meter = metric.meter();
      for (int from = 0; from < SAMPLES; from += size) {
        int to = Math.min(from + size, SAMPLES);
        meter.update(
            Tensor.of(Arrays.copyOfRange(predictions, from, to), Shape.of(to - from)),
            Tensor.of(Arrays.copyOfRange(targets, from, to), Shape.of(to - from)));
      }
      // Scores are records, so equal means equal to the last bit.
      assertEquals(expected, meter.result(), "batches of " + size);
    }
  }

  @ParameterizedTest
  @MethodSource({"classification", "regression"})
  void nothingMeasuredIsAnError(Metric<?> metric) {
    var failure = assertThrows(IllegalStateException.class, () -> metric.meter().result());
    assertEquals(
        metric.name() + ": nothing was measured; update it with at least one sample",
        failure.getMessage());
  }
}

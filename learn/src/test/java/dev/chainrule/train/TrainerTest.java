package dev.chainrule.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.ShapeException;
import dev.chainrule.loss.Losses;
import dev.chainrule.metric.Metrics;
import dev.chainrule.nn.Dense;
import dev.chainrule.optim.Adam;
import dev.chainrule.optim.ClipByValue;
import dev.chainrule.optim.Sgd;
import dev.chainrule.schedule.Schedules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Trainer QUADRANTS =
      Trainer.of(Toys.network(), Losses.crossEntropy(), Adam.of(0.05)).batch(16).seed(3);

  @Test
  void learnsWhatNoLineSeparates() {
    var data = Toys.quadrants(64);
    var run = QUADRANTS.epochs(40).fit(data);
    assertTrue(run.evaluate(data, Metrics.accuracy()).value() > 0.95, run.history().toString());
    var history = run.history().epochs();
    assertEquals(40, history.size());
    assertTrue(history.getLast().loss() < 0.5 * history.getFirst().loss());
  }

  @Test
  void findsTheLineThroughPoints() {
    var run =
        Trainer.of(Dense.of(1), Losses.meanSquaredError(), Sgd.of(0.5))
            .epochs(30)
            .batch(8)
            .fit(Toys.line(32));
    var parameters = run.network().parameters();
    assertEquals(2, parameters.get(0).value().item(), 1e-3);
    assertEquals(1, parameters.get(1).value().item(), 1e-3);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
    var data = Toys.quadrants(20);
    float[] first = weights(QUADRANTS.epochs(2).fit(data));
    assertArrayEquals(first, weights(QUADRANTS.epochs(2).fit(data)));
    assertFalse(Arrays.equals(first, weights(QUADRANTS.seed(4).epochs(2).fit(data))));
  }

  private static float[] weights(Run run) {
    return run.network().parameters().getFirst().value().toFloatArray();
  }

  @Test
  void settingsMakeAnotherTrainer() {
    var data = Toys.quadrants(8);
    var one = QUADRANTS.epochs(1);
    one.epochs(3);
    assertEquals(1, one.fit(data).history().epochs().size());
  }

  @Test
  void listenersHearEverythingInOrder() {
    var heard = new ArrayList<String>();
    QUADRANTS.epochs(2).listener(event -> heard.add(name(event))).fit(Toys.quadrants(20));
    assertEquals(
        List.of(
            "Started",
            "StepDone 1/2",
            "StepDone 2/2",
            "EpochDone",
            "StepDone 1/2",
            "StepDone 2/2",
            "EpochDone",
            "Finished"),
        heard);
  }

  private static String name(Event event) {
    return switch (event) {
      case Event.StepDone done ->
          "StepDone %d/%d".formatted(done.place().batch(), done.place().batches());
      case Event.Started _ -> "Started";
      case Event.EpochDone _ -> "EpochDone";
      case Event.Stopped stopped -> "Stopped: " + stopped.reason();
      case Event.Finished _ -> "Finished";
      case Event.Failed failed -> "Failed: " + failed.cause().getMessage();
    };
  }

  @Test
  void aListenerMayStopTheRun() {
    var heard = new ArrayList<String>();
    var run =
        QUADRANTS
            .epochs(2)
            .listener(event -> heard.add(name(event)))
            .listener(event -> {
              if (event instanceof Event.StepDone done && done.place().step() == 1) {
                event.run().stop("enough");
              }
            })
            .fit(Toys.quadrants(20));
    assertEquals(List.of("Started", "StepDone 1/2", "Stopped: enough", "Finished"), heard);
    assertEquals(1, run.steps());
    assertEquals("enough", run.stopReason().orElseThrow());
  }

  @Test
  void whatAListenerThrowsEndsTheRunAndIsHeard() {
    var heard = new ArrayList<String>();
    var trainer =
        QUADRANTS
            .listener(event -> heard.add(name(event)))
            .listener(event -> {
              if (event instanceof Event.StepDone) {
                throw new IllegalStateException("no more");
              }
            });
    assertThrows(IllegalStateException.class, () -> trainer.fit(Toys.quadrants(20)));
    assertEquals(List.of("Started", "StepDone 1/2", "Failed: no more"), heard);
  }

  @Test
  void epochsAreJudgedOnValidationData() {
    var run =
        QUADRANTS
            .validation(Toys.quadrants(10))
            .metric(Metrics.accuracy())
            .epochs(1)
            .fit(Toys.quadrants(20));
    var result = run.history().last().orElseThrow();
    var validation = result.validation().orElseThrow();
    assertEquals(validation.loss(), result.monitored());
    assertEquals("accuracy", validation.metrics().getFirst().name());
    assertEquals(
        run.evaluate(Toys.quadrants(10), Metrics.accuracy()), validation.metrics().getFirst());
    assertEquals("accuracy", result.metrics().getFirst().name());
  }

  @Test
  void largeDataIsJudgedByAProgramWithTheSameBits() {
    var large = Toys.quadrants(1500);
    var trainer = QUADRANTS.validation(large).metric(Metrics.accuracy()).averaging(0.9).epochs(2);
    var compiled = trainer.fit(Toys.quadrants(20));
    var eager = trainer.eager().fit(Toys.quadrants(20));
    assertEquals(
        eager.history().epochs().stream().map(EpochResult::validation).toList(),
        compiled.history().epochs().stream().map(EpochResult::validation).toList());
    assertEquals(
        eager.evaluate(large, Metrics.accuracy()), compiled.evaluate(large, Metrics.accuracy()));
  }

  @Test
  void gradientNormsAreKnownByLayer() {
    var result = QUADRANTS.fit(Toys.quadrants(20)).history().last().orElseThrow();
    assertEquals(Set.of("0", "2"), result.gradientNorms().keySet());
    assertTrue(result.gradientNorms().get("0") > 0);
  }

  @Test
  void theScheduleDecidesTheRateOfEveryStep() {
    var rates = new ArrayList<Double>();
    Trainer.of(Toys.network(), Losses.crossEntropy(), Sgd.of(1))
        .batch(16)
        .schedule(Schedules.step(1, 0.5))
        .epochs(2)
        .listener(event -> {
          if (event instanceof Event.StepDone done) {
            rates.add(done.rate());
          }
        })
        .fit(Toys.quadrants(20));
    assertEquals(List.of(1.0, 0.5, 0.25, 0.125), rates);
  }

  @Test
  void gradientsCanBeChangedBeforeTheUpdate() {
    var frozen = QUADRANTS.before(new ClipByValue(0)).epochs(1);
    var run = frozen.fit(Toys.quadrants(20));
    var built = Toys.network().build(run.network().input().shape(), 3);
    assertArrayEquals(built.parameters().getFirst().value().toFloatArray(), weights(run));
  }

  @Test
  void trainingEndsWhenItNoLongerHelps() {
    var run =
        Trainer.of(Dense.of(1), Losses.meanSquaredError(), Sgd.of(0))
            .epochs(50)
            .earlyStopping(2)
            .fit(Toys.line(4));
    assertEquals(4, run.history().epochs().size(), "the best and three that were no better");
    assertEquals("no better loss in 3 epochs", run.stopReason().orElseThrow());
  }

  @Test
  void theBestWeightsCanBeRestored() {
    var trainer =
        Trainer.of(Dense.of(1), Losses.meanSquaredError(), Sgd.of(0.3))
            .batch(32)
            .epochs(3)
            .validation(Toys.line(32))
            .schedule((base, position) -> position.epoch() < 2 ? base : 100);
    var last = trainer.fit(Toys.line(32));
    var best = trainer.restoringBest().fit(Toys.line(32));
    assertEquals(2, last.history().best().orElseThrow().epoch());
    var good = best.evaluate(Toys.line(32), Metrics.squaredError()).value();
    assertTrue(good < last.evaluate(Toys.line(32), Metrics.squaredError()).value() / 100);
  }

  @Test
  void targetsThatDoNotFitAreNamedBeforeAnythingChanges() {
    var trainer = Trainer.of(Dense.of(2), Losses.meanSquaredError(), Sgd.of(0.1));
    var thrown = assertThrows(ShapeException.class, () -> trainer.fit(Toys.line(4)));
    assertTrue(thrown.getMessage().contains("[4, 2]"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("[4, 1]"), thrown.getMessage());
  }

  @Test
  void impossibleSettingsAreRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> QUADRANTS.batch(0));
    assertEquals("Trainer: batch is 0; expected 1 or more", thrown.getMessage());
  }

  @Test
  void partsOfABatchMakeTheSameStep() {
    var data = Toys.quadrants(36); // the last batch has 4 samples, and parts of 1 and 2
    var whole = QUADRANTS.epochs(3).metric(Metrics.accuracy());
    float[] expected = weights(whole.fit(data));
    for (var parts : List.of(whole.parts(3), whole.parts(3).eager())) {
      var run = parts.fit(data);
      assertArrayEquals(expected, weights(run), 1e-5f);
      assertEquals(9, run.steps());
    }
    assertArrayEquals(weights(whole.parts(3).fit(data)), weights(whole.parts(3).eager().fit(data)));
  }

  @Test
  void averagesAreValidatedAndKept() {
    var data = Toys.line(32);
    var trainer = Trainer.of(Dense.of(1), Losses.meanSquaredError(), Sgd.of(0.1)).batch(8);
    var plain = trainer.fit(data);
    var steps = new ArrayList<Float>();
    var run =
        trainer
            .averaging(0.99)
            .validation(data)
            .listener(event -> {
              if (event instanceof Event.StepDone) {
                steps.add(weights(event.run())[0]);
              }
            })
            .fit(data);
    double mean = steps.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    assertEquals(weights(plain)[0], steps.getLast(), "training itself is the same");
    assertEquals(mean, weights(run)[0], 1e-6, "the network gets the mean");
    var judged = run.history().epochs().getLast().validation().orElseThrow().loss();
    assertEquals(run.evaluate(data, Metrics.squaredError()).value(), judged, 1e-6);
  }

  @Test
  void averagingEverythingIsRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> QUADRANTS.averaging(1));
    assertEquals(
        "Trainer: averaging keeps 1.0; expected 0 or more and below 1", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> QUADRANTS.parts(0));
  }
}

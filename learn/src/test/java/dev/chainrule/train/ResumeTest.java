package dev.chainrule.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.FormatException;
import dev.chainrule.Variable;
import dev.chainrule.data.Batch;
import dev.chainrule.data.Dataset;
import dev.chainrule.loss.Losses;
import dev.chainrule.metric.Metrics;
import dev.chainrule.optim.Adam;
import dev.chainrule.optim.Sgd;
import dev.chainrule.schedule.Schedules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final Dataset DATA = Toys.quadrants(20);
  private static final int STEPS = 9;

  /// Everything that could be forgotten: random elements, running numbers, moments, a schedule, the
  /// mean of the weights, best weights, sums of an epoch that is not over, samples that an epoch
  /// leaves out, batches that are changed.
  private static final Trainer TRAINER =
      Trainer.of(Toys.networkWithState(), Losses.crossEntropy(), Adam.of(0.01).withAmsgrad())
          .epochs(3)
          .batch(6)
          .stepsPerEpoch(STEPS / 3)
          .augmentation((batch, seed) -> scaled(batch, 1 + 1e-3 * (seed % 100)))
          .seed(5)
          .schedule(Schedules.exponential(0.9).and(Schedules.reduceOnPlateau(0.5, 0).everyEpoch()))
          .validation(Toys.quadrants(7))
          .metric(Metrics.accuracy())
          .averaging(0.9)
          .parts(2)
          .restoringBest();

  private static Batch scaled(Batch batch, double factor) {
    return new Batch(batch.input().mul(factor), batch.target());
  }

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("run.safetensors");
  }

  private static Listener stopAfter(long step) {
    return event -> {
      if (event instanceof Event.StepDone done && done.place().step() == step) {
        event.run().stop("for the test");
      }
    };
  }

  @Test
  void aRunStoppedAfterAnyStepAndResumedEndsWithTheSameBits() {
    var straight = TRAINER.fit(DATA);
    for (int step = 1; step < STEPS; step++) {
      TRAINER.checkpoint(file()).listener(stopAfter(step)).fit(DATA);
      var resumed = TRAINER.resume(file(), DATA);
      assertEquals(straight.history(), resumed.history(), "stopped after step " + step);
      assertSame(straight.network().variables(), resumed.network().variables());
      assertSame(straight.optimizer().variables(), resumed.optimizer().variables());
    }
  }

  /// A listener that fails after the one that writes ends a run as a kill at that moment does.
  @Test
  void aRunKilledAfterAnyCheckpointEndsWithTheSameBits() {
    var straight = TRAINER.fit(DATA);
    for (int step = 1; step <= STEPS; step++) {
      var killed = TRAINER.listener(new Checkpoints(file(), 1)).listener(failAfter(step));
      assertThrows(IllegalStateException.class, () -> killed.fit(DATA));
      var resumed = TRAINER.resume(file(), DATA);
      assertEquals(straight.history(), resumed.history(), "killed after step " + step);
      assertSame(straight.network().variables(), resumed.network().variables());
      assertSame(straight.optimizer().variables(), resumed.optimizer().variables());
    }
  }

  private static Listener failAfter(long step) {
    return event -> {
      if (event instanceof Event.StepDone done && done.place().step() == step) {
        throw new IllegalStateException("killed");
      }
    };
  }

  private static void assertSame(Map<String, Variable> expected, Map<String, Variable> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, variable) ->
        assertArrayEquals(
            variable.value().toDoubleArray(), actual.get(name).value().toDoubleArray(), name));
  }

  @Test
  void aRunMayBeResumedManyTimes() {
    var straight = TRAINER.fit(DATA);
    TRAINER.checkpoint(file()).listener(stopAfter(1)).fit(DATA);
    for (int step = 2; step < STEPS; step++) {
      TRAINER.checkpoint(file()).listener(stopAfter(step)).resume(file(), DATA);
    }
    var resumed = TRAINER.resume(file(), DATA);
    assertEquals(straight.history(), resumed.history());
    assertSame(straight.network().variables(), resumed.network().variables());
  }

  @Test
  void aFinishedRunCanBeMadeLonger() {
    var straight = TRAINER.epochs(4).fit(DATA);
    TRAINER.checkpoint(file()).fit(DATA);
    assertEquals(straight.history(), TRAINER.epochs(4).resume(file(), DATA).history());
  }

  @Test
  void checkpointsBetweenEpochsHoldThePlaceInTheData() {
    TRAINER.listener(new Checkpoints(file(), 2)).epochs(1).fit(DATA);
    TRAINER.listener(new Checkpoints(file(), 2)).listener(stopAfter(2)).fit(DATA);
    var resumed = TRAINER.listener(stopAfter(3)).resume(file(), DATA);
    assertEquals(3, resumed.steps());
    assertEquals(1, resumed.history().epochs().size());
  }

  @Test
  void anEarlyStoppedRunStaysStopped() {
    var trainer = TRAINER.schedule(Schedules.constant()).epochs(30).earlyStopping(0);
    var straight = trainer.checkpoint(file()).fit(DATA);
    assertEquals(straight.history(), trainer.resume(file(), DATA).history());
  }

  @Test
  void aRunGoesOnWithWhatItBeganWith() {
    TRAINER.checkpoint(file()).epochs(1).fit(DATA);
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> TRAINER.batch(4).resume(file(), DATA));
    assertEquals(
        "checkpoint: %s: was written with batch 6, but now it is 4; a run goes on with what it began with"
            .formatted(file()),
        thrown.getMessage());
    var other = Trainer.of(Toys.networkWithState(), Losses.crossEntropy(), Sgd.of(0.1));
    assertThrows(IllegalArgumentException.class, () -> other.resume(file(), DATA));
  }

  @Test
  void roundingIsAmongWhatARunBeganWith() {
    var free = TRAINER.roundingFreely();
    var texts = new ArrayList<String>();
    for (var trainers : List.of(List.of(free, TRAINER), List.of(TRAINER, free))) {
      trainers.getFirst().checkpoint(file()).epochs(1).fit(DATA);
      var thrown =
          assertThrows(
              IllegalArgumentException.class, () -> trainers.getLast().resume(file(), DATA));
      texts.add(String.valueOf(thrown.getMessage()).replace(file().toString(), "file"));
    }
    var message =
        "checkpoint: file: was written with rounding %s, but now it is %s; a run goes on with what"
            + " it began with";
    assertEquals(
        List.of(message.formatted("free", "nothing"), message.formatted("nothing", "free")), texts);
  }

  @Test
  void aModelIsNoCheckpoint() {
    TRAINER.epochs(1).fit(DATA).network().save(file());
    var thrown = assertThrows(FormatException.class, () -> TRAINER.resume(file(), DATA));
    assertEquals(
        "checkpoint: %s is none: its metadata has no \"training\"; it may be a model"
            .formatted(file()),
        thrown.getMessage());
  }

  @Test
  void aCheckpointCutShortIsRefused() throws IOException {
    TRAINER.checkpoint(file()).epochs(1).fit(DATA);
    byte[] whole = Files.readAllBytes(file());
    for (int length : List.of(0, 7, 100, whole.length - 1)) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThrows(FormatException.class, () -> TRAINER.resume(file(), DATA));
    }
  }

  @Test
  void aCheckpointThatCannotBeWrittenEndsTheRunAndLeavesNothing() throws IOException {
    var blocked = Files.writeString(folder.resolve("file"), "").resolve("run.safetensors");
    var trainer = TRAINER.checkpoint(blocked);
    assertThrows(UncheckedIOException.class, () -> trainer.fit(DATA));
    assertFalse(Files.exists(blocked));
  }
}

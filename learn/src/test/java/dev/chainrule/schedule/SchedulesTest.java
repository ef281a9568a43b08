package dev.chainrule.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.schedule.Triangle.Shrinking;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static void assertRates(Schedule schedule, double... expected) {
    double[] rates =
        LongStream.range(0, expected.length)
            .mapToDouble(step -> schedule.rate(1, Position.ofStep(step)))
            .toArray();
    assertArrayEquals(expected, rates, 1e-12, schedule.toString());
  }

  @Test
  void constantKeepsTheBase() {
    assertRates(Schedules.constant(), 1, 1, 1);
  }

  @Test
  void stepFallsEverySoManySteps() {
    assertRates(Schedules.step(2, 0.1), 1, 1, 0.1, 0.1, 0.01);
  }

  @Test
  void multiStepFallsAtMilestones() {
    assertRates(Schedules.multiStep(0.5, 1, 3), 1, 0.5, 0.5, 0.25, 0.25);
  }

  @Test
  void exponentialFallsEveryStep() {
    assertRates(Schedules.exponential(0.5), 1, 0.5, 0.25);
  }

  @Test
  void cosineGoesThroughHalfOfTheBase() {
    assertRates(Schedules.cosine(2), 1, 0.5, 0, 0.5);
    assertRates(new Cosine(2, 0.2), 1, 0.6, 0.2);
  }

  @Test
  void restartsBecomeLonger() {
    assertRates(Schedules.cosineRestarts(1, 2), 1, 1, 0.5, 1, (2 + Math.sqrt(2)) / 4, 0.5);
  }

  @Test
  void warmUpEndsAtTheBase() {
    assertRates(Schedules.warmUp(0.5, 2), 0.5, 0.75, 1, 1);
  }

  @Test
  void polynomialEndsAtZero() {
    assertRates(Schedules.polynomial(2, 2), 1, 0.25, 0, 0);
  }

  @Test
  void constantFactorEnds() {
    assertRates(new ConstantFactor(0.25, 2), 0.25, 0.25, 1);
  }

  @Test
  void oneCyclePeaksAndEndsFarBelowItsStart() {
    var cycle = new OneCycle(25, 11, 0.5, false, true);
    assertEquals(1, cycle.rate(7, Position.ofStep(0)), 1e-12);
    assertEquals(25, cycle.rate(7, Position.ofStep(4)), 3);
    assertEquals(1e-4, cycle.rate(7, Position.ofStep(10)), 1e-12);
    assertEquals(0.95, cycle.momentum(0.9, Position.ofStep(0)), 1e-12);
    assertEquals(0.95, cycle.momentum(0.9, Position.ofStep(10)), 1e-12);
    assertEquals(0, cycle.momentum(0, Position.ofStep(5)), "an optimiser without momentum");
  }

  @Test
  void trianglesShrinkAsAsked() {
    assertRates(new Triangle(0, 4, 2, 2, new Shrinking.None()), 0, 2, 4, 2, 0, 2);
    assertRates(new Triangle(0, 4, 1, 1, new Shrinking.Halving()), 0, 4, 0, 2, 0, 1);
    assertRates(new Triangle(0, 4, 1, 1, new Shrinking.EveryStep(0.5)), 0, 2, 0, 0.5);
  }

  @Test
  void inverseRootPeaksAtTheEndOfItsRise() {
    assertRates(new InverseRoot(4, 4), 0.0625, 0.125, 0.1875, 0.25, 0.5 / Math.sqrt(5));
  }

  @Test
  void risesBeginWithTheFirstStep() {
    assertRates(WarmUpDecay.linear(2, 4), 0.5, 1, 1, 0.5, 0);
    assertRates(WarmUpDecay.cosine(2, 4, 0.2), 0.5, 1, 1, 0.6, 0.2);
  }

  @Test
  void schedulesFollowEachOther() {
    assertRates(Schedules.warmUp(0.5, 2).then(2, Schedules.step(1, 0.1)), 0.5, 0.75, 1, 0.1);
  }

  @Test
  void schedulesMultiply() {
    assertRates(Schedules.exponential(0.5).and(new ConstantFactor(0.1, 1)), 0.1, 0.5, 0.25);
  }

  @Test
  void epochsCanBeCountedInPlaceOfSteps() {
    var schedule = Schedules.step(1, 0.1).everyEpoch();
    assertEquals(0.01, schedule.rate(1, new Position(999, 2, List.of())), 1e-12);
  }

  @Test
  void aPlateauLowersTheRateOnceAndWaits() {
    var schedule = new ReduceOnPlateau(0.5, 1, 1, 0, 0.2);
    assertEquals(1, rate(schedule, 3, 2, 2));
    assertEquals(0.5, rate(schedule, 3, 2, 2, 2));
    assertEquals(0.5, rate(schedule, 3, 2, 2, 2, 2, 2), "one epoch of cooldown");
    assertEquals(0.25, rate(schedule, 3, 2, 2, 2, 2, 2, 2));
    assertEquals(0.2, rate(schedule, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2), "the least");
  }

  private static double rate(Schedule schedule, double... monitored) {
    var numbers = Arrays.stream(monitored).boxed().toList();
    return schedule.rate(1, new Position(0, monitored.length, numbers));
  }

  @Test
  void impossibleNumbersAreRefused() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> Schedules.step(0, 0.1));
    assertEquals("StepDecay: every is 0; expected more than 0", thrown.getMessage());
  }
}

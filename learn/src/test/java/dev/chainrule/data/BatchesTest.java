package dev.chainrule.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  /// Ten samples whose input and label are their position.
  private static final Dataset TEN = counting(10);

  private static Dataset counting(int size) {
    float[][] rows = new float[size][1];
    Arrays.setAll(rows, i -> new float[] {i});
    return Dataset.of(rows, IntStream.range(0, size).toArray());
  }

  private static List<Integer> labels(Iterable<Batch> batches) {
    List<Integer> labels = new ArrayList<>();
    for (Batch batch : batches) {
      assertArrayEquals(batch.target().toIntArray(), batch.input().toIntArray());
      Arrays.stream(batch.target().toIntArray()).forEach(labels::add);
    }
    return labels;
  }

  @Test
  void cutTheSetInItsOrderWithTheRestLast() {
    Batches batches = TEN.batches(4);
    assertEquals(3, batches.count());
    assertEquals(IntStream.range(0, 10).boxed().toList(), labels(batches));
    assertEquals(2, batches.at(1, 2).size());
    assertEquals(Shape.of(4, 1), batches.at(1, 0).input().shape());
  }

  @Test
  void canLeaveOutTheLastPartialBatch() {
    Batches batches = TEN.batches(4).withoutPartial();
    assertEquals(2, batches.count());
    assertEquals(8, labels(batches).size());
    assertEquals(2, TEN.batches(5).withoutPartial().count());
    assertEquals(
        "Batches: 10 samples do not fill one batch of 11; choose a smaller batch",
        assertThrows(IllegalArgumentException.class, () -> TEN.batches(11).withoutPartial())
            .getMessage());
  }

  @Test
  void canEndAnEpochEarlyWithOtherSamplesInTheNext() {
    Batches batches = counting(1000).batches(10).shuffled(42).atMost(3);
    assertEquals(3, batches.count());
    List<Integer> first = labels(batches.epoch(1));
    assertEquals(30, first.size());
    assertFalse(first.containsAll(labels(batches.epoch(2))));
    assertEquals(3, TEN.batches(4).atMost(9).count());
    assertThrows(IllegalArgumentException.class, () -> TEN.batches(4).atMost(0));
  }

  @Test
  void everyEpochIsAnotherOrderOfAllSamples() {
    Batches batches = counting(1000).batches(7).shuffled(42);
    List<Integer> first = labels(batches.epoch(1));
    List<Integer> second = labels(batches.epoch(2));
    assertFalse(first.equals(second));
    assertEquals(IntStream.range(0, 1000).boxed().toList(), first.stream().sorted().toList());
    assertEquals(IntStream.range(0, 1000).boxed().toList(), second.stream().sorted().toList());
    assertEquals(first, labels(batches), "without an epoch it is the first");
    assertFalse(first.equals(labels(counting(1000).batches(7).shuffled(43))));
  }

  @Test
  void aBatchDependsOnItsPositionAlone() {
    Batches batches = counting(100).batches(8).shuffled(1);
    List<Integer> inOrder = new ArrayList<>();
    for (int epoch = 1; epoch <= 3; epoch++) {
      inOrder.addAll(labels(batches.epoch(epoch)));
    }
    Batches others = counting(100).batches(8).shuffled(1);
    List<Integer> resumed = new ArrayList<>(inOrder.subList(0, 100 + 5 * 8));
    for (int index = 5; index < others.count(); index++) {
      resumed.addAll(labels(List.of(others.at(2, index))));
    }
    resumed.addAll(labels(others.epoch(3)));
    assertEquals(inOrder, resumed);
    assertEquals(inOrder.subList(0, 8), labels(List.of(others.at(1, 0))), "back again");
  }

  @Test
  void theOrderNeverChangesBetweenVersions() {
    // Trainings that were interrupted before an update must find the same order after it.
    assertEquals(
        List.of(3, 9, 1, 5, 7, 0, 2, 4, 6, 8), labels(TEN.batches(10).shuffled(42).epoch(1)));
  }

  @Test
  void augmentationsGetASeedOfTheirOwnForEachBatch() {
    List<Long> seeds = new ArrayList<>();
    Augmentation noted =
        (batch, seed) -> {
          seeds.add(seed);
          return new Batch(batch.input().add(1), batch.target());
        };
    Batches batches = TEN.batches(4).augmented(noted, 5);
    assertEquals(1, batches.at(1, 0).input().get(0, 0));
    batches.at(1, 1);
    batches.at(2, 0);
    batches.at(1, 0);
    assertEquals(3, seeds.stream().distinct().count());
    assertEquals(seeds.getFirst(), seeds.getLast());
  }

  @Test
  void augmentationsFollowEachOther() {
    Augmentation twice = (batch, seed) -> new Batch(batch.input().mul(2), batch.target());
    Augmentation more = (batch, seed) -> new Batch(batch.input().add(1), batch.target());
    Batch batch = TEN.batches(10).augmented(twice.then(more), 0).at(1, 0);
    assertEquals(19, batch.input().get(9, 0));
  }

  @Test
  void refusesImpossibleSizesAndPositions() {
    assertEquals(
        "Batches: size is 0; expected 1 or more",
        assertThrows(IllegalArgumentException.class, () -> TEN.batches(0)).getMessage());
    assertEquals(
        "Batches: index 3 is outside 0..2",
        assertThrows(IllegalArgumentException.class, () -> TEN.batches(4).at(1, 3)).getMessage());
    assertThrows(ShapeException.class, () -> new Batch(Tensor.of(1f, 2f), Tensor.of(1f, 2f, 3f)));
  }
}

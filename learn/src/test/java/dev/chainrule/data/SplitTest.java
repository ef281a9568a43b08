package dev.chainrule.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static void assertPartition(int count, RowSplit split) {
    int[] both =
        IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test())).toArray();
    assertArrayEquals(all(count), Arrays.stream(both).sorted().toArray());
  }

  private static int count(int[] labels, int[] rows, int label) {
    return (int) IntStream.of(rows).filter(row -> labels[row] == label).count();
  }

  @Test
  void everyRowIsOnOneSide() {
    for (int count = 2; count < 40; count++) {
      for (double share : new double[] {0.01, 0.2, 0.5, 0.99}) {
        RowSplit split = RowSplit.random(count, share, count);
        assertPartition(count, split);
        long rounded = Math.round(share * count);
        assertEquals(Math.clamp(rounded, 1, count - 1), split.test().length);
      }
    }
  }

  @Test
  void theSeedDecides() {
    assertArrayEquals(RowSplit.random(100, 0.2, 1).test(), RowSplit.random(100, 0.2, 1).test());
    assertFalse(
        Arrays.equals(RowSplit.random(100, 0.2, 1).test(), RowSplit.random(100, 0.2, 2).test()));
  }

  @Test
  void everyRowIsEquallyLikelyToTest() {
    int[] tested = new int[10];
    for (int seed = 0; seed < 2000; seed++) {
      for (int row : RowSplit.random(10, 0.3, seed).test()) {
        tested[row]++;
      }
    }
    // 600 expected, standard deviation 20.5; five of them are allowed.
    for (int count : tested) {
      assertTrue(Math.abs(count - 600) < 103, () -> Arrays.toString(tested));
    }
  }

  @Test
  void classesKeepTheirProportions() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int[] labels = random.ints(2 + random.nextInt(60), 0, 1 + random.nextInt(6)).toArray();
      double share = 0.05 + 0.9 * random.nextDouble();
      RowSplit split = RowSplit.stratified(labels, share, round);
      assertPartition(labels.length, split);
      double exact = (double) split.test().length / labels.length;
      for (int label = 0; label < 6; label++) {
        double expected = exact * count(labels, all(labels.length), label);
        assertEquals(expected, count(labels, split.test(), label), 1.0001, "round " + round);
      }
    }
  }

  @Test
  void irisIsSplitInThirds() {
    int[] labels = IntStream.range(0, 150).map(i -> i / 50).toArray();
    RowSplit split = RowSplit.stratified(labels, 0.2, 42);
    for (int label = 0; label < 3; label++) {
      assertEquals(10, count(labels, split.test(), label));
      assertEquals(40, count(labels, split.train(), label));
    }
  }

  @Test
  void aClassOfOneRowTrains() {
    int[] labels = {0, 0, 0, 0, 0, 0, 0, 0, 0, 7};
    for (int seed = 0; seed < 50; seed++) {
      assertEquals(0, count(labels, RowSplit.stratified(labels, 0.3, seed).test(), 7));
    }
  }

  @Test
  void foldsTestEveryRowOnce() {
    int[] labels = IntStream.range(0, 23).map(i -> i % 3).toArray();
    for (List<RowSplit> folds :
        List.of(RowSplit.folds(23, 5, 1), RowSplit.stratifiedFolds(labels, 5, 1))) {
      assertEquals(5, folds.size());
      int[] tested = folds.stream().flatMapToInt(fold -> IntStream.of(fold.test())).toArray();
      assertArrayEquals(all(23), Arrays.stream(tested).sorted().toArray());
      folds.forEach(fold -> assertPartition(23, fold));
    }
    for (RowSplit fold : RowSplit.stratifiedFolds(labels, 5, 1)) {
      for (int label = 0; label < 3; label++) {
        assertEquals(8.0 / 5, count(labels, fold.test(), label), 0.601);
      }
    }
  }

  @Test
  void dataSetsAreSplitWithTheirNames() {
    float[][] rows = new float[20][];
    Arrays.setAll(rows, i -> new float[] {i});
    Dataset dataset =
        Dataset.of(rows, IntStream.range(0, 20).map(i -> i % 2).toArray())
            .withClassNames(List.of("even", "odd"));
    Split split = Split.stratified(dataset, 0.2, 42);
    assertEquals(16, split.train().size());
    assertEquals(4, split.test().size());
    assertEquals(2, Arrays.stream(split.test().labels()).sum());
    assertEquals(List.of("even", "odd"), split.test().classNames());
    for (int i = 0; i < 4; i++) {
      assertEquals(split.test().inputs().get(i, 0) % 2, split.test().labels()[i]);
    }
    assertEquals(4, Split.random(dataset, 0.2, 42).test().size());
    assertEquals(4, Split.folds(dataset, 4, 0).size());
    assertEquals(5, Split.stratifiedFolds(dataset, 4, 0).getFirst().test().size());
  }

  @Test
  void refusesWhatCannotBeSplit() {
    assertEquals(
        "Split: 1 rows cannot be split; there must be at least 2",
        assertThrows(IllegalArgumentException.class, () -> RowSplit.random(1, 0.5, 0))
            .getMessage());
    for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> RowSplit.random(10, share, 0));
    }
    assertThrows(IllegalArgumentException.class, () -> RowSplit.folds(10, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> RowSplit.folds(10, 11, 0));
  }
}

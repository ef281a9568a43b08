package dev.chainrule.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Which rows train and which test, before there are any tensors; see [Split] for data sets.
/// Immutable.
///
/// Each row is on exactly one side; both sides have at least one row and keep the rows in ascending
/// order.
public final class RowSplit {
  private final boolean[] tested;

  private RowSplit(boolean[] tested) {
    this.tested = tested;
  }

  /// Returns a random split of `count` rows.
  ///
  /// @param testShare the share of rows that test, above 0 and below 1; rounded to whole rows
  /// @throws IllegalArgumentException if there are fewer than 2 rows or the share is out of range
  public static RowSplit random(int count, double testShare, long seed) {
    return stratified(new int[count], testShare, seed);
  }

  /// Returns a random split in which every class has the same share of its rows on each side, as
  /// nearly as whole rows allow. A class of a single row trains, unless too few rows would test.
  ///
  /// @param labels a class for each row
  /// @param testShare the share of rows that test, above 0 and below 1; rounded to whole rows
  /// @throws IllegalArgumentException if there are fewer than 2 rows or the share is out of range
  public static RowSplit stratified(int[] labels, double testShare, long seed) {
    if (labels.length < 2) {
      throw new IllegalArgumentException(
          "Split: %d rows cannot be split; there must be at least 2".formatted(labels.length));
    }
    if (!(testShare > 0 && testShare < 1)) {
      throw new IllegalArgumentException(
          "Split: the share held out is " + testShare + "; expected above 0 and below 1");
    }
    long rounded = Math.round(testShare * labels.length);
    int tests = Math.clamp(rounded, 1, labels.length - 1);
    boolean[] tested = new boolean[labels.length];
    Map<Integer, Integer> quotas = quotas(labels, tests);
    for (int row : grouped(labels, seed)) {
      int left = quotas.getOrDefault(labels[row], 0);
      tested[row] = left > 0;
      quotas.put(labels[row], left - 1);
    }
    return new RowSplit(tested);
  }

  /// Returns `folds` random splits whose test sides hold every row exactly once.
  ///
  /// @throws IllegalArgumentException if there are fewer than 2 folds or more folds than rows
  public static List<RowSplit> folds(int count, int folds, long seed) {
    return stratifiedFolds(new int[count], folds, seed);
  }

  /// Returns `folds` random splits as [#folds] does, with every class spread evenly over them.
  ///
  /// @param labels a class for each row
  /// @throws IllegalArgumentException if there are fewer than 2 folds or more folds than rows
  public static List<RowSplit> stratifiedFolds(int[] labels, int folds, long seed) {
    if (folds < 2 || folds > labels.length) {
      throw new IllegalArgumentException(
          "Split: %d folds of %d rows; there must be at least 2 folds and a row for each"
              .formatted(folds, labels.length));
    }
    int[] order = grouped(labels, seed);
    List<RowSplit> splits = new ArrayList<>(folds);
    for (int fold = 0; fold < folds; fold++) {
      boolean[] tested = new boolean[labels.length];
      for (int i = fold; i < order.length; i += folds) {
        tested[order[i]] = true;
      }
      splits.add(new RowSplit(tested));
    }
    return List.copyOf(splits);
  }

  /// Returns the rows that train, ascending.
  public int[] train() {
    return IntStream.range(0, tested.length).filter(row -> !tested[row]).toArray();
  }

  /// Returns the rows that test, ascending.
  public int[] test() {
    return IntStream.range(0, tested.length).filter(row -> tested[row]).toArray();
  }

  /// All rows, class by class, in random order within a class.
  private static int[] grouped(int[] labels, long seed) {
    return Arrays.stream(new Draws(seed).permutation(labels.length))
        .boxed()
        .sorted(Comparator.comparingInt(row -> labels[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// How many rows of each class test: its exact share rounded down, and one more for the largest
  /// remainders.
  private static Map<Integer, Integer> quotas(int[] labels, int tests) {
    Map<Integer, Integer> sizes = new TreeMap<>();
    Arrays.stream(labels).forEach(label -> sizes.merge(label, 1, Integer::sum));
    Map<Integer, Integer> quotas = new TreeMap<>();
    sizes.forEach((label, size) -> quotas.put(label, (int) ((long) size * tests / labels.length)));
    int missing = tests - quotas.values().stream().mapToInt(Integer::intValue).sum();
    Comparator<Map.Entry<Integer, Integer>> singlesLast =
        Comparator.comparingInt(size -> size.getValue() == 1 ? 1 : 0);
    sizes.entrySet().stream()
        .sorted(
            singlesLast.thenComparingLong(
                size -> -((long) size.getValue() * tests % labels.length)))
        .limit(missing)
        .forEach(size -> quotas.merge(size.getKey(), 1, Integer::sum));
    return quotas;
  }
}

package dev.chainrule.data;

import java.util.List;

/// A data set cut in two: samples to learn from, and samples that only judge.
///
/// ```
/// var split = Split.stratified(Datasets.iris(), 0.2, 42);
/// ```
///
/// @param train the samples to learn from
/// @param test the samples that judge
public record Split(Dataset train, Dataset test) {
  /// Returns a random split, see [RowSplit#random].
  ///
  /// @param testShare the share of samples that test, above 0 and below 1
  /// @throws IllegalArgumentException if there are fewer than 2 samples or the share is out of
  ///   range
  public static Split random(Dataset dataset, double testShare, long seed) {
    return of(dataset, RowSplit.random(dataset.size(), testShare, seed));
  }

  /// Returns a random split with every class in the same proportion on both sides, see
  /// [RowSplit#stratified].
  ///
  /// @param testShare the share of samples that test, above 0 and below 1
  /// @throws IllegalArgumentException if there are fewer than 2 samples, the share is out of range,
  ///   or the targets are no class labels
  public static Split stratified(Dataset dataset, double testShare, long seed) {
    return of(dataset, RowSplit.stratified(dataset.labels(), testShare, seed));
  }

  /// Returns `folds` random splits for cross-validation: every sample tests exactly once.
  ///
  /// @throws IllegalArgumentException if there are fewer than 2 folds or more folds than samples
  public static List<Split> folds(Dataset dataset, int folds, long seed) {
    return RowSplit.folds(dataset.size(), folds, seed).stream()
        .map(rows -> of(dataset, rows))
        .toList();
  }

  /// Returns `folds` random splits for cross-validation, with every class spread evenly over them.
  ///
  /// @throws IllegalArgumentException if there are fewer than 2 folds, more folds than samples, or
  ///   the targets are no class labels
  public static List<Split> stratifiedFolds(Dataset dataset, int folds, long seed) {
    return RowSplit.stratifiedFolds(dataset.labels(), folds, seed).stream()
        .map(rows -> of(dataset, rows))
        .toList();
  }

  /// Returns the samples on each side of a split of rows.
  public static Split of(Dataset dataset, RowSplit rows) {
    return new Split(dataset.rows(rows.train()), dataset.rows(rows.test()));
  }
}

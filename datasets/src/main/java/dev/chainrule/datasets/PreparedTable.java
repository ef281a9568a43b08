package dev.chainrule.datasets;

import dev.chainrule.data.Dataset;

/// A table made ready for training by [SupervisedTable#prepare].
///
/// @param train the rows to learn from
/// @param test the rows held out
/// @param preparation what was done to the columns, to be done again to later rows
/// @param summary what was done, a line for each subject, for people
public record PreparedTable(
    Dataset train, Dataset test, TablePreparation preparation, String summary) {
  /// Returns what is predicted.
  public Task task() {
    return preparation.task();
  }
}

package dev.chainrule.datasets;

/// A column of a [Table]: numbers or texts, any of which may be missing.
public sealed interface Column permits NumberColumn, TextColumn {
  /// Returns the name from the header, or `column 3` for the third of a table without one.
  String name();

  /// Returns how many rows the column has.
  int rows();

  /// Returns whether the cell was blank or `?`.
  boolean isMissing(int row);

  /// Returns the cell as a person would write it, empty when it is missing.
  String text(int row);

  /// Returns this column with another name.
  Column named(String other);

  /// Returns how many cells are missing.
  default int missing() {
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      count += isMissing(row) ? 1 : 0;
    }
    return count;
  }
}

package dev.chainrule.datasets;

import java.util.List;
import java.util.TreeSet;

/// A column with at least one cell that is not a number.
public final class TextColumn implements Column {
  private final String name;
  private final List<String> values;

  /// @param values the texts; blank or `?` stands for a missing one
  public TextColumn(String name, List<String> values) {
    this.name = name;
    this.values = values.stream().map(v -> Cells.isMissing(v.strip()) ? "" : v.strip()).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return values.size();
  }

  @Override
  public boolean isMissing(int row) {
    return values.get(row).isEmpty();
  }

  @Override
  public String text(int row) {
    return values.get(row);
  }

  @Override
  public Column named(String other) {
    return new TextColumn(other, values);
  }

  /// Returns the distinct texts in alphabetical order, missing ones left out.
  public List<String> distinct() {
    var distinct = new TreeSet<>(values);
    distinct.remove("");
    return List.copyOf(distinct);
  }
}

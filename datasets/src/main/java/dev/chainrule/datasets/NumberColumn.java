package dev.chainrule.datasets;

import java.util.Arrays;

/// A column whose cells are all numbers or missing.
public final class NumberColumn implements Column {
  private final String name;
  private final double[] values;

  /// @param values the numbers; NaN stands for a missing one
  public NumberColumn(String name, double... values) {
    for (double value : values) {
      if (Double.isInfinite(value)) {
        throw new IllegalArgumentException("Table: column \"" + name + "\" holds " + value);
      }
    }
    this.name = name;
    this.values = values.clone();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return values.length;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(values[row]);
  }

  @Override
  public String text(int row) {
    return isMissing(row) ? "" : Cells.text(values[row]);
  }

  /// Returns the number in a row, NaN when it is missing.
  public double value(int row) {
    return values[row];
  }

  @Override
  public Column named(String other) {
    return new NumberColumn(other, values);
  }

  /// Returns the distinct numbers in ascending order, missing ones left out.
  public double[] distinct() {
    return Arrays.stream(values)
        .filter(v -> !Double.isNaN(v))
        .map(v -> v + 0.0)
        .sorted()
        .distinct()
        .toArray();
  }
}

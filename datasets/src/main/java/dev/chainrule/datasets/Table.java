package dev.chainrule.datasets;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/// Rows and typed columns, as read from a CSV file or built in memory. Immutable.
///
/// Columns are named by a choice: a header's name, a number from 1, or `last`. A name wins over a
/// number, so in a table with a column called `2` that column is meant by `2`.
public final class Table {
  private final String source;
  private final List<Column> columns;
  private final Layout layout;

  /// What the first lines of the file said, and where its rows start.
  ///
  /// @param words what separates the cells and what the first lines were, for a summary
  /// @param named whether the names of the columns come from the file
  /// @param classNames the names of the last column's classes 0, 1, ... when the file gives them,
  ///   else empty
  /// @param lines the number of the line that each row starts on; empty when there was no file
  record Layout(String words, boolean named, List<String> classNames, List<Integer> lines) {}

  Table(String source, List<Column> columns, Layout layout) {
    if (columns.isEmpty() || columns.getFirst().rows() == 0) {
      throw new IllegalArgumentException(source + ": is empty; a table needs at least one row");
    }
    int rows = columns.getFirst().rows();
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (column.rows() != rows) {
        throw new IllegalArgumentException(
            "%s: columns differ in length: \"%s\" has %d rows, \"%s\" has %d"
                .formatted(source, columns.getFirst().name(), rows, column.name(), column.rows()));
      }
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "%s: two columns are called \"%s\"; give each its own name"
                .formatted(source, column.name()));
      }
    }
    this.source = source;
    this.columns = List.copyOf(columns);
    this.layout = layout;
  }

  /// Returns a table of the given columns.
  ///
  /// @param source what messages call the table
  /// @throws IllegalArgumentException if there is no row, columns differ in length, or two have the
  ///   same name
  public static Table of(String source, Column... columns) {
    return new Table(
        source, List.of(columns), new Layout("named columns", true, List.of(), List.of()));
  }

  /// Returns what messages call the table: the file's path, or the name it was given.
  public String source() {
    return source;
  }

  /// Returns the number of rows, at least 1.
  public int rows() {
    return columns.getFirst().rows();
  }

  /// Returns the columns in the file's order.
  public List<Column> columns() {
    return columns;
  }

  /// Returns whether the columns' names come from the file (or its builder), not from their
  /// position.
  public boolean isNamed() {
    return layout.named;
  }

  /// Returns the names of the last column's classes 0, 1, ... where the first line lists them, else
  /// an empty list.
  public List<String> classNames() {
    return layout.classNames;
  }

  /// Returns the column that a choice names.
  ///
  /// @param choice a header's name, a number from 1, or `last`
  /// @throws IllegalArgumentException if there is no such column
  public Column column(String choice) {
    return columns.get(position(choice));
  }

  /// Returns the position from 0 of the column that a choice names.
  ///
  /// @param choice a header's name, a number from 1, or `last`
  /// @throws IllegalArgumentException if there is no such column
  public int position(String choice) {
    int named = positionOfName(choice);
    if (named >= 0) {
      return named;
    }
    if (choice.equals("last")) {
      return columns.size() - 1;
    }
    if (choice.matches("\\d{1,9}")) {
      int number = Integer.parseInt(choice);
      if (number >= 1 && number <= columns.size()) {
        return number - 1;
      }
      throw new IllegalArgumentException(
          "%s: there is no column %d: columns are numbered 1..%d"
              .formatted(source, number, columns.size()));
    }
    throw new IllegalArgumentException(
        "%s: there is no column \"%s\"%s; %s"
            .formatted(source, choice, suggestion(choice), knownNames()));
  }

  /// Returns this table with other names for its columns.
  Table named(List<String> names) {
    List<Column> renamed =
        IntStream.range(0, columns.size())
            .mapToObj(i -> columns.get(i).named(names.get(i)))
            .toList();
    return new Table(
        source, renamed, new Layout("built in", true, layout.classNames, layout.lines));
  }

  /// Returns the position of the column with exactly this name, or -1.
  int positionOfName(String name) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).name().equals(name))
        .findFirst()
        .orElse(-1);
  }

  /// Returns the first words of a summary: source, size and layout.
  public String description() {
    return "%s: %s, %s, %s"
        .formatted(
            source,
            Wording.count(rows(), "row"),
            Wording.count(columns.size(), "column"),
            layout.words);
  }

  /// Where a row stands, for messages: `iris.csv: line 17`, or `row 17` when there was no file.
  String place(int row) {
    return layout.lines.isEmpty()
        ? source + ": row " + (row + 1)
        : source + ": line " + layout.lines.get(row);
  }

  private String suggestion(String choice) {
    String wanted = choice.strip().toLowerCase(Locale.ROOT);
    return columns.stream()
        .map(Column::name)
        .filter(name -> name.strip().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst()
        .map(name -> " (there is \"" + name + "\")")
        .orElse("");
  }

  private String knownNames() {
    if (!layout.named) {
      return "the file has no header; write a number from 1 to " + columns.size() + ", or last";
    }
    return "columns are " + Wording.list(columns.stream().map(Column::name).toList());
  }
}

package dev.chainrule.datasets;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What the lines before a file's rows say. The rules stand at [Csv].
///
/// @param count how many lines come before the rows
/// @param names the columns' names, empty when the file has none
/// @param classNames the names of the last column's classes, empty when the file has none
/// @param words what the lines were, for a summary
record FirstLines(int count, List<String> names, List<String> classNames, String words) {
  static FirstLines of(List<Csv.Line> lines, CsvFormat.Header header) {
    Optional<List<String>> classNames =
        header == CsvFormat.Header.RECOGNISED ? scikitLearn(lines) : Optional.empty();
    List<Csv.Line> rest = lines.subList(classNames.isPresent() ? 1 : 0, lines.size());
    boolean named =
        switch (header) {
          case PRESENT -> true;
          case ABSENT -> false;
          case RECOGNISED -> isHeader(rest);
        };
    List<String> names = named ? unique(rest.getFirst().cells()) : List.of();
    int count = lines.size() - rest.size() + (named ? 1 : 0);
    return new FirstLines(
        count, names, classNames.orElse(List.of()), words(classNames.isPresent(), named));
  }

  boolean hasNames() {
    return !names.isEmpty();
  }

  String name(int position) {
    return hasNames() ? names.get(position) : "column " + (position + 1);
  }

  private static String words(boolean scikitLearn, boolean named) {
    String header = named ? "with a header" : "without a header";
    return scikitLearn ? header + ", first line in scikit-learn's form" : header;
  }

  /// Returns the class names of a first line `rows,features,names...`, or nothing when it is not
  /// such a line.
  private static Optional<List<String>> scikitLearn(List<Csv.Line> lines) {
    List<String> first = lines.getFirst().cells();
    if (lines.size() < 2 || first.size() < 2) {
      return Optional.empty();
    }
    int features = lines.getLast().cells().size() - 1;
    boolean counts =
        first.get(1).equals(Integer.toString(features))
            && (first.get(0).equals(Integer.toString(lines.size() - 1))
                || first.get(0).equals(Integer.toString(lines.size() - 2)));
    List<String> others = first.stream().skip(2).filter(cell -> !cell.isEmpty()).toList();
    boolean classes = others.stream().noneMatch(Cells::isNumber);
    return counts && classes ? Optional.of(others) : Optional.empty();
  }

  private static boolean isHeader(List<Csv.Line> lines) {
    List<String> first = lines.getFirst().cells();
    boolean names =
        first.stream().noneMatch(cell -> Cells.isNumber(cell) || cell.equals("?"))
            && first.stream().filter(String::isEmpty).count() <= 1;
    List<Csv.Line> below = lines.subList(1, lines.size());
    if (!names || below.isEmpty()) {
      return false;
    }
    boolean newTexts =
        IntStream.range(0, first.size())
            .noneMatch(i -> startsWithDigit(first.get(i)) || occurs(below, i, first.get(i)));
    return newTexts
        || IntStream.range(0, first.size()).anyMatch(position -> isNumeric(below, position));
  }

  private static boolean isNumeric(List<Csv.Line> lines, int position) {
    boolean number = false;
    for (Csv.Line line : lines) {
      String cell = position < line.cells().size() ? line.cells().get(position) : "";
      if (!Cells.isMissing(cell)) {
        if (!Cells.isNumber(cell)) {
          return false;
        }
        number = true;
      }
    }
    return number;
  }

  private static boolean startsWithDigit(String cell) {
    return !cell.isEmpty() && Character.isDigit(cell.charAt(0));
  }

  private static boolean occurs(List<Csv.Line> lines, int position, String cell) {
    return lines.stream()
        .anyMatch(l -> position < l.cells().size() && l.cells().get(position).equals(cell));
  }

  /// Names a blank cell by its position, and numbers names that come again: `x`, `x (2)`.
  private static List<String> unique(List<String> cells) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String name = cells.get(i).isEmpty() ? "column " + (i + 1) : cells.get(i);
      String candidate = name;
      for (int n = 2; !taken.add(candidate); n++) {
        candidate = name + " (" + n + ")";
      }
      names.add(candidate);
    }
    return List.copyOf(names);
  }
}

package dev.chainrule.datasets;

import dev.chainrule.FormatException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the encoding of the target column.
final class TargetFit {
  /// Up to this many classes nothing is said about classes with a row or two.
  private static final int FEW_CLASSES = 20;

  private TargetFit() {}

  /// The classes of all rows: numbers ascending, texts in alphabetical order, or the names that the
  /// file's first line lists for 0, 1, ...
  static TargetEncoding.Classes classes(Table table, int target, int rows) {
    Column cells = table.columns().get(target);
    List<String> values =
        switch (cells) {
          case TextColumn texts -> texts.distinct();
          case NumberColumn numbers ->
              Arrays.stream(numbers.distinct()).mapToObj(Cells::text).toList();
        };
    requireTwo(table, cells, values.size());
    if (values.size() > FEW_CLASSES && 2 * values.size() > rows) {
      throw new FormatException(
          "%s: column \"%s\" has %d classes in %d rows, too few rows a class to learn from"
              .formatted(table.source(), cells.name(), values.size(), rows));
    }
    List<String> names = table.classNames();
    List<String> numbered = IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
    boolean namesFit =
        target == table.columns().size() - 1 && names.size() >= 2 && numbered.containsAll(values);
    return namesFit
        ? new TargetEncoding.Classes(cells.name(), numbered, names)
        : new TargetEncoding.Classes(cells.name(), values, values);
  }

  /// Mean and deviation of the training rows.
  static TargetEncoding.Numbers numbers(Table table, int target, int[] train) {
    return switch (table.columns().get(target)) {
      case TextColumn texts -> {
        int row = firstText(texts);
        throw new IllegalArgumentException(
            "%s, column \"%s\": \"%s\" is not a number, so the column can only be classified"
                .formatted(table.place(row), texts.name(), texts.text(row)));
      }
      case NumberColumn numbers -> {
        requireTwo(table, numbers, numbers.distinct().length);
        InputFit.Spread spread =
            InputFit.Spread.of(Arrays.stream(train).mapToDouble(numbers::value).toArray());
        if (!Double.isFinite(spread.deviation())) {
          throw new FormatException(
              "%s: the numbers of column \"%s\" are too large to standardise"
                  .formatted(table.source(), numbers.name()));
        }
        yield new TargetEncoding.Numbers(numbers.name(), spread.mean(), spread.deviation());
      }
    };
  }

  private static void requireTwo(Table table, Column cells, int distinct) {
    if (distinct < 2) {
      throw new FormatException(
          "%s: the target column \"%s\" has the same value in every row; there is nothing to learn"
              .formatted(table.source(), cells.name()));
    }
  }

  private static int firstText(TextColumn texts) {
    return IntStream.range(0, texts.rows())
        .filter(row -> !texts.isMissing(row) && !Cells.isNumber(texts.text(row)))
        .findFirst()
        .orElse(0);
  }
}

package dev.chainrule.datasets;

import dev.chainrule.FormatException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the encoding of an input column from the training rows alone.
final class InputFit {
  /// A text column gets at most this many numbers; above it the rarest categories share one. An
  /// identifier or free text would otherwise become thousands.
  static final int MOST_CATEGORIES = 100;

  private InputFit() {}

  /// Returns the encoding, or nothing when no training row has a value.
  static Optional<InputEncoding> of(Table table, Column column, int[] rows) {
    int[] known = Arrays.stream(rows).filter(row -> !column.isMissing(row)).toArray();
    if (known.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (column) {
          case NumberColumn numbers -> numbers(table, numbers, rows, known);
          case TextColumn texts -> categories(texts, known);
        });
  }

  private static InputEncoding numbers(Table table, NumberColumn column, int[] rows, int[] known) {
    double median = median(Arrays.stream(known).mapToDouble(column::value).sorted().toArray());
    double[] filled =
        Arrays.stream(rows)
            .mapToDouble(row -> column.isMissing(row) ? median : column.value(row))
            .toArray();
    Spread spread = Spread.of(filled);
    if (!Double.isFinite(spread.deviation())) {
      throw new FormatException(
          "%s: the numbers of column \"%s\" are too large to standardise"
              .formatted(table.source(), column.name()));
    }
    return new InputEncoding.Numbers(column.name(), median, spread.mean(), spread.deviation());
  }

  private static InputEncoding categories(TextColumn column, int[] known) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int row : known) {
      counts.merge(column.text(row), 1, Integer::sum);
    }
    // The sort is stable, so equally frequent categories stay in alphabetical order.
    List<String> frequentFirst =
        counts.entrySet().stream()
            .sorted(Comparator.comparingInt((Map.Entry<String, Integer> e) -> -e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    boolean others = frequentFirst.size() > MOST_CATEGORIES;
    List<String> kept =
        frequentFirst.stream()
            .limit(others ? MOST_CATEGORIES - 1 : MOST_CATEGORIES)
            .sorted()
            .toList();
    return new InputEncoding.Categories(column.name(), kept, others, frequentFirst.getFirst());
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  /// Mean and population standard deviation; the deviation of equal numbers counts as 1, so they
  /// become 0.
  record Spread(double mean, double deviation) {
    static Spread of(double[] values) {
      double mean = 0;
      double squares = 0;
      for (int i = 0; i < values.length; i++) {
        double before = values[i] - mean;
        mean += before / (i + 1);
        squares += before * (values[i] - mean);
      }
      double deviation = Math.sqrt(squares / values.length);
      return new Spread(mean, deviation == 0 ? 1 : deviation);
    }
  }
}

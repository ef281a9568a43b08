package dev.chainrule.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Says in words what was done to a table.
final class PreparationSummary {
  private final Table table;
  private final int[] rows;
  private final SortedSet<Integer> ignored;
  private final TablePreparation preparation;

  /// @param rows the rows that have a target
  /// @param ignored the positions that the user left out
  PreparationSummary(
      Table table, int[] rows, SortedSet<Integer> ignored, TablePreparation preparation) {
    this.table = table;
    this.rows = rows;
    this.ignored = ignored;
    this.preparation = preparation;
  }

  String text(int train, int test, long seed) {
    List<String> lines = new ArrayList<>();
    lines.add(table.description());
    lines.add("target: " + target());
    lines.addAll(inputs());
    if (!ignored.isEmpty()) {
      lines.add("ignored: " + names(ignored.stream().map(i -> table.columns().get(i)).toList()));
    }
    int dropped = table.rows() - rows.length;
    if (dropped > 0) {
      lines.add("rows: " + Wording.count(dropped, "row") + " without a target left out");
    }
    String proportion = preparation.task() == Task.CLASSIFICATION ? "classes in proportion, " : "";
    lines.add(
        String.format(
            Locale.ROOT,
            "rows: %,d for training, %,d held out (%sseed %d)",
            train,
            test,
            proportion,
            seed));
    return String.join("\n", lines);
  }

  private String target() {
    return switch (preparation.target()) {
      case TargetEncoding.Classes classes -> {
        int position = table.positionOfName(classes.column());
        int[] counts = new int[classes.values().size()];
        Arrays.stream(classes.labels(table, position, rows)).forEach(label -> counts[label]++);
        String each =
            IntStream.range(0, counts.length)
                .limit(Wording.LISTED)
                .mapToObj(c -> classes.names().get(c) + " (" + counts[c] + ")")
                .collect(Collectors.joining(", "));
        int rest = counts.length - Wording.LISTED;
        yield "%s, %s: %s%s"
            .formatted(
                classes.column(),
                Wording.count(counts.length, "class"),
                each,
                rest > 0 ? " and " + rest + " more" : "");
      }
      case TargetEncoding.Numbers(String column, double mean, double deviation) ->
          "%s, a number; standardised: mean %s, deviation %s"
              .formatted(column, Wording.number(mean), Wording.number(deviation));
    };
  }

  private List<String> inputs() {
    List<InputEncoding> inputs = preparation.inputs();
    List<String> lines = new ArrayList<>();
    lines.add(
        "inputs: %s as %s"
            .formatted(
                Wording.count(inputs.size(), "column"),
                Wording.count(preparation.featureNames().size(), "number")));
    List<Column> numbers =
        inputs.stream()
            .filter(InputEncoding.Numbers.class::isInstance)
            .map(input -> table.column(input.column()))
            .toList();
    if (!numbers.isEmpty()) {
      lines.add("  standardised: " + names(numbers));
    }
    for (InputEncoding input : inputs) {
      if (input instanceof InputEncoding.Categories categories) {
        lines.add("  one-hot: " + oneHot(categories));
      }
    }
    inputs.stream().flatMap(input -> filled(input).stream()).forEach(lines::add);
    lines.addAll(withoutValues());
    return lines;
  }

  private String oneHot(InputEncoding.Categories categories) {
    String count = Wording.count(categories.categories().size(), "category");
    String others = categories.others() ? ", and one number for all others" : "";
    return "%s, %s%s%s".formatted(categories.column(), count, others, reason(categories.column()));
  }

  /// Why a column of mostly numbers is text: probably one cell is mistyped.
  private String reason(String column) {
    var texts = (TextColumn) table.column(column);
    int[] odd =
        IntStream.range(0, texts.rows())
            .filter(row -> !texts.isMissing(row) && !Cells.isNumber(texts.text(row)))
            .toArray();
    return 2 * odd.length >= texts.rows()
        ? ""
        : "; text because of \"%s\" (%s)".formatted(texts.text(odd[0]), table.place(odd[0]));
  }

  private List<String> filled(InputEncoding input) {
    int missing = table.column(input.column()).missing();
    if (missing == 0) {
      return List.of();
    }
    String fill =
        switch (input) {
          case InputEncoding.Numbers numbers -> "the median " + Wording.number(numbers.fill());
          case InputEncoding.Categories texts -> "the most frequent, " + texts.fill();
        };
    return List.of(
        "  filled: %s, %s, with %s"
            .formatted(input.column(), Wording.count(missing, "missing value"), fill));
  }

  private List<String> withoutValues() {
    List<String> used = preparation.inputs().stream().map(InputEncoding::column).toList();
    List<Column> left =
        IntStream.range(0, table.columns().size())
            .filter(i -> !ignored.contains(i))
            .mapToObj(i -> table.columns().get(i))
            .filter(column -> !used.contains(column.name()))
            .filter(column -> !column.name().equals(preparation.targetName()))
            .toList();
    return left.isEmpty()
        ? List.of()
        : List.of("  left out, no value in the training rows: " + names(left));
  }

  /// The columns' names; in a table without names, runs of columns as `columns 2-10`.
  private String names(List<Column> columns) {
    int[] positions =
        columns.stream().mapToInt(column -> table.positionOfName(column.name())).toArray();
    List<String> names = new ArrayList<>();
    for (int i = 0, end; i < positions.length; i = end) {
      end = i + 1;
      while (!table.isNamed()
          && end < positions.length
          && positions[end] == positions[end - 1] + 1) {
        end++;
      }
      names.add(
          end == i + 1
              ? columns.get(i).name()
              : "columns %d-%d".formatted(positions[i] + 1, positions[end - 1] + 1));
    }
    int rest = names.size() - Wording.LISTED;
    return names.stream().limit(Wording.LISTED).collect(Collectors.joining(", "))
        + (rest > 0 ? " and " + rest + " more" : "");
  }
}

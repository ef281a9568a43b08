package dev.chainrule.datasets;

import dev.chainrule.FormatException;
import dev.chainrule.data.RowSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A table with one column to predict from the others, and the choices of how to make it ready for
/// training.
///
/// - A text target, or one of at most 20 distinct whole numbers, means classification, else
///   regression; [#task] decides otherwise.
/// - Rows without a target are left out. A fifth of the others is held out, the classes in
///   proportion.
/// - [TablePreparation] says what becomes of the columns. Medians, means, deviations and categories
///   come from the training rows alone.
///
/// ```
/// var prepared = SupervisedTable.of(Csv.read(path), "last").ignoring("1").seed(42).prepare();
/// IO.println(prepared.summary());
/// ```
///
/// Immutable; the methods that choose return copies.
public final class SupervisedTable {
  /// A whole-numbered target with more distinct values is a quantity rather than a code for
  /// classes.
  private static final int MOST_NUMBERED_CLASSES = 20;

  private final Table table;
  private final int target;
  private final SortedSet<Integer> ignored;
  private final Optional<Task> task;
  private final double testShare;
  private final long seed;

  private SupervisedTable(
      Table table,
      int target,
      SortedSet<Integer> ignored,
      Optional<Task> task,
      double testShare,
      long seed) {
    this.table = table;
    this.target = target;
    this.ignored = ignored;
    this.task = task;
    this.testShare = testShare;
    this.seed = seed;
  }

  /// Returns the problem of predicting a column from all others.
  ///
  /// @param target a header's name, a number from 1, or `last`
  /// @throws IllegalArgumentException if there is no such column
  public static SupervisedTable of(Table table, String target) {
    return new SupervisedTable(
        table, table.position(target), new TreeSet<>(), Optional.empty(), 0.2, 0);
  }

  /// Returns this problem without some columns as inputs, such as an identifier.
  ///
  /// @param columns for each a header's name, a number from 1, or `last`
  /// @throws IllegalArgumentException if there is no such column, it is the target, or no input is
  ///   left
  public SupervisedTable ignoring(String... columns) {
    var all = new TreeSet<>(ignored);
    for (String column : columns) {
      int position = table.position(column);
      if (position == target) {
        throw new IllegalArgumentException(
            "%s: column \"%s\" is the target and cannot be ignored"
                .formatted(table.source(), table.columns().get(target).name()));
      }
      all.add(position);
    }
    return new SupervisedTable(table, target, all, task, testShare, seed);
  }

  /// Returns this problem with the task decided.
  public SupervisedTable task(Task chosen) {
    return new SupervisedTable(table, target, ignored, Optional.of(chosen), testShare, seed);
  }

  /// Returns this problem with another share of the rows held out for testing.
  ///
  /// @param share above 0 and below 1; the default is 0.2
  /// @throws IllegalArgumentException if the share is out of range
  public SupervisedTable holdingOut(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "SupervisedTable: the share held out is " + share + "; expected above 0 and below 1");
    }
    return new SupervisedTable(table, target, ignored, task, share, seed);
  }

  /// Returns this problem with another choice of rows held out.
  ///
  /// @param chosen any number; the default is 0
  public SupervisedTable seed(long chosen) {
    return new SupervisedTable(table, target, ignored, task, testShare, chosen);
  }

  /// Splits the rows, finds the columns' encodings on the training side, and applies them to both.
  ///
  /// @throws FormatException if the table cannot be learned from: fewer than two rows with a
  ///   target, a target that never changes, no input with values
  /// @throws IllegalArgumentException if regression was chosen for a target of texts
  public PreparedTable prepare() {
    int[] rows = rowsWithTarget();
    return switch (task.orElseGet(() -> recognisedTask(table.columns().get(target)))) {
      case CLASSIFICATION -> {
        TargetEncoding.Classes classes = TargetFit.classes(table, target, rows.length);
        int[] labels = classes.labels(table, target, rows);
        yield prepared(rows, RowSplit.stratified(labels, testShare, seed), train -> classes);
      }
      case REGRESSION ->
          prepared(
              rows,
              RowSplit.random(rows.length, testShare, seed),
              train -> TargetFit.numbers(table, target, train));
    };
  }

  private int[] rowsWithTarget() {
    Column cells = table.columns().get(target);
    int[] rows = IntStream.range(0, table.rows()).filter(row -> !cells.isMissing(row)).toArray();
    if (rows.length < 2) {
      throw new FormatException(
          "%s: %s with a value in the target column \"%s\"; training and testing need 2"
              .formatted(table.source(), Wording.count(rows.length, "row"), cells.name()));
    }
    return rows;
  }

  private PreparedTable prepared(
      int[] rows, RowSplit split, Function<int[], TargetEncoding> targetFit) {
    int[] train = IntStream.of(split.train()).map(i -> rows[i]).toArray();
    int[] test = IntStream.of(split.test()).map(i -> rows[i]).toArray();
    var preparation =
        new TablePreparation(
            table.columns().stream().map(Column::name).toList(),
            table.isNamed(),
            inputs(train),
            targetFit.apply(train));
    var summary = new PreparationSummary(table, rows, ignored, preparation);
    return new PreparedTable(
        preparation.dataset(table, train),
        preparation.dataset(table, test),
        preparation,
        summary.text(train.length, test.length, seed));
  }

  private static Task recognisedTask(Column cells) {
    return switch (cells) {
      case TextColumn _ -> Task.CLASSIFICATION;
      case NumberColumn numbers -> {
        double[] distinct = numbers.distinct();
        boolean whole = Arrays.stream(distinct).allMatch(value -> value == Math.rint(value));
        yield whole && distinct.length <= MOST_NUMBERED_CLASSES
            ? Task.CLASSIFICATION
            : Task.REGRESSION;
      }
    };
  }

  private List<InputEncoding> inputs(int[] train) {
    List<InputEncoding> inputs = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (i != target && !ignored.contains(i)) {
        InputFit.of(table, table.columns().get(i), train).ifPresent(inputs::add);
      }
    }
    if (inputs.isEmpty()) {
      throw new FormatException(
          table.source() + ": no input column with values is left beside the target");
    }
    return inputs;
  }
}

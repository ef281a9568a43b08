package dev.chainrule.datasets;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.data.Dataset;
import dev.chainrule.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How a table's rows become tensors, as found on the training rows; it does the same to any later
/// table.
///
/// | column | becomes |
/// |---|---|
/// | numbers | one number, `(x − mean) / deviation`; missing: the median |
/// | texts | 1 for its category, else 0; missing: the most frequent; not seen in training: all 0 |
/// | target, classes | the label `0 .. classes − 1` |
/// | target, number | `(x − mean) / deviation` |
///
/// A later table's columns are found by name where both tables have names; its order may differ and
/// other columns do not matter. Otherwise they are found by position, in a table of the same width
/// or one without the target.
public final class TablePreparation {
  private static final int VERSION = 1;

  private final List<String> columns;
  private final boolean named;
  private final List<InputEncoding> inputs;
  private final TargetEncoding target;

  TablePreparation(
      List<String> columns, boolean named, List<InputEncoding> inputs, TargetEncoding target) {
    this.columns = List.copyOf(columns);
    this.named = named;
    this.inputs = List.copyOf(inputs);
    this.target = target;
  }

  /// Returns what is predicted.
  public Task task() {
    return target.task();
  }

  /// Returns the target column's name.
  public String targetName() {
    return target.column();
  }

  TargetEncoding target() {
    return target;
  }

  List<InputEncoding> inputs() {
    return inputs;
  }

  /// Returns what each number of an input row is, such as `age` or `ocean_proximity = INLAND`.
  public List<String> featureNames() {
    return inputs.stream().flatMap(input -> input.features().stream()).toList();
  }

  /// Returns the names of the classes 0, 1, ...; empty when a number is predicted.
  public List<String> classNames() {
    return target instanceof TargetEncoding.Classes classes ? classes.names() : List.of();
  }

  /// Returns how many numbers a network must give for a row: one for each class, or 1.
  public int outputs() {
    return target.outputs();
  }

  /// Reads a CSV file of the kind that was trained on, with or without the target column.
  ///
  /// @throws FormatException if it is not a CSV file
  /// @throws dev.chainrule.ChainruleException if the file cannot be read
  public Table read(Path path) {
    Table table = Csv.read(path);
    boolean hiddenHeader = named && !table.isNamed() && startsWithNames(table);
    boolean mistakenHeader =
        !named
            && table.isNamed()
            && table.columns().stream().allMatch(TextColumn.class::isInstance);
    CsvFormat.Header header = hiddenHeader ? CsvFormat.Header.PRESENT : CsvFormat.Header.ABSENT;
    return hiddenHeader || mistakenHeader
        ? Csv.read(path, CsvFormat.recognised().withHeader(header))
        : table;
  }

  /// Returns the inputs of all rows, f32 `[rows, features]`.
  ///
  /// @throws FormatException if an input column is missing, or a number is none
  public Tensor inputs(Table table) {
    return inputs(table, IntStream.range(0, table.rows()).toArray());
  }

  Tensor inputs(Table table, int[] rows) {
    int[] positions = inputs.stream().mapToInt(input -> position(table, input.column())).toArray();
    int[] widths = inputs.stream().mapToInt(input -> input.features().size()).toArray();
    int features = IntStream.of(widths).sum();
    float[] values = new float[Math.multiplyExact(rows.length, features)];
    for (int j = 0, first = 0; j < widths.length; first += widths[j++]) {
      for (int i = 0; i < rows.length; i++) {
        inputs.get(j).encode(table, positions[j], rows[i], values, i * features + first);
      }
    }
    return Tensor.of(values, Shape.of(rows.length, features));
  }

  /// Returns inputs and targets of all rows whose target is not missing, for evaluation.
  ///
  /// @throws FormatException if a column is missing, no row has a target, a number is none, or a
  ///   class is none that was trained on
  public Dataset dataset(Table table) {
    Column cells = table.columns().get(position(table, target.column()));
    int[] rows = IntStream.range(0, table.rows()).filter(row -> !cells.isMissing(row)).toArray();
    if (rows.length == 0) {
      throw new FormatException(
          "%s: no row has a value in the target column \"%s\""
              .formatted(table.source(), cells.name()));
    }
    return dataset(table, rows);
  }

  Dataset dataset(Table table, int[] rows) {
    Tensor targets = target.encode(table, position(table, target.column()), rows);
    Dataset dataset = Dataset.of(inputs(table, rows), targets).withFeatureNames(featureNames());
    return task() == Task.CLASSIFICATION ? dataset.withClassNames(classNames()) : dataset;
  }

  /// Returns predicted or true numbers in the target column's unit.
  ///
  /// @param scaled the network's outputs or a prepared set's targets, any shape
  /// @throws IllegalStateException if classes are predicted, not numbers
  public Tensor inTargetUnits(Tensor scaled) {
    if (!(target instanceof TargetEncoding.Numbers(_, double mean, double deviation))) {
      throw new IllegalStateException(
          "preparation: target \"" + target.column() + "\" has classes, which have no unit");
    }
    double[] values = scaled.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * deviation + mean;
    }
    return Tensor.of(values, scaled.shape());
  }

  /// Returns everything that [#fromJson] needs.
  public Json toJson() {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("version", Json.of(VERSION));
    members.put("columns", Json.of(columns.stream().map(Json::of).toList()));
    members.put("named", Json.of(named));
    members.put("target", target.toJson());
    members.put("inputs", Json.of(inputs.stream().map(InputEncoding::toJson).toList()));
    return Json.of(members);
  }

  /// Returns the preparation that wrote the JSON.
  ///
  /// @throws FormatException if the JSON was not written by [#toJson], or by a later version of it
  public static TablePreparation fromJson(Json json) {
    if (json.get("version").asInt() != VERSION) {
      throw new FormatException(
          "preparation: version is %s; this program reads version %d"
              .formatted(json.get("version"), VERSION));
    }
    var read =
        new TablePreparation(
            json.get("columns").items().stream().map(Json::asText).toList(),
            json.get("named").asBoolean(),
            json.get("inputs").items().stream().map(InputEncoding::fromJson).toList(),
            TargetEncoding.fromJson(json.get("target")));
    List<String> used = new ArrayList<>(List.of(read.targetName()));
    read.inputs.forEach(input -> used.add(input.column()));
    for (String column : used) {
      if (!read.columns.contains(column)) {
        throw new FormatException(
            "preparation: column \"%s\" is not among the columns %s"
                .formatted(column, Wording.list(read.columns)));
      }
    }
    return read;
  }

  private boolean startsWithNames(Table table) {
    return table.columns().stream()
        .map(column -> column.text(0))
        .toList()
        .containsAll(inputs.stream().map(InputEncoding::column).toList());
  }

  /// Where a later table has the column that had this name in training.
  private int position(Table table, String column) {
    if (named && table.isNamed()) {
      int position = table.positionOfName(column);
      if (position < 0) {
        throw new FormatException(
            "%s: column \"%s\" is missing; the model was trained with it; columns here are %s"
                .formatted(
                    table.source(),
                    column,
                    Wording.list(table.columns().stream().map(Column::name).toList())));
      }
      return position;
    }
    int position = columns.indexOf(column);
    int width = table.columns().size();
    int targetPosition = columns.indexOf(target.column());
    if (width == columns.size()) {
      return position;
    }
    if (width == columns.size() - 1 && position != targetPosition) {
      return position < targetPosition ? position : position - 1;
    }
    throw new FormatException(
        "%s: has %d columns; the model was trained on %d with the target, which is column %d"
            .formatted(table.source(), width, columns.size(), targetPosition + 1));
  }
}

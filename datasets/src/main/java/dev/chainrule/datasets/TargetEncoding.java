package dev.chainrule.datasets;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the cells of the target column become what the network learns.
sealed interface TargetEncoding {
  /// The column's name in the table that was trained on.
  String column();

  Task task();

  /// How many numbers the network gives for a row: one for each class, or 1.
  int outputs();

  Tensor encode(Table table, int position, int[] rows);

  Json toJson();

  static TargetEncoding fromJson(Json json) {
    String column = json.get("column").asText();
    return switch (json.get("task").asText()) {
      case "classification" -> {
        List<String> values = texts(json.get("values"));
        List<String> names = texts(json.get("names"));
        if (values.size() != names.size() || values.size() < 2) {
          throw new FormatException(
              "preparation: target \"%s\" has %d values and %d names; expected as many, at least 2"
                  .formatted(column, values.size(), names.size()));
        }
        yield new Classes(column, values, names);
      }
      case "regression" -> {
        double deviation = json.get("deviation").asDouble();
        if (!(deviation > 0)) {
          throw new FormatException(
              "preparation: target \"%s\" has deviation %s; expected above 0"
                  .formatted(column, deviation));
        }
        yield new Numbers(column, json.get("mean").asDouble(), deviation);
      }
      default ->
          throw new FormatException(
              "preparation: target \"%s\" has the unknown task %s"
                  .formatted(column, json.get("task")));
    };
  }

  private static List<String> texts(Json json) {
    return json.items().stream().map(Json::asText).toList();
  }

  /// Labels `[n]`, i32.
  ///
  /// @param values the cells that stand for the classes 0, 1, ...
  /// @param names what the classes are called
  record Classes(String column, List<String> values, List<String> names) implements TargetEncoding {
    public Classes {
      values = List.copyOf(values);
      names = List.copyOf(names);
    }

    @Override
    public Task task() {
      return Task.CLASSIFICATION;
    }

    @Override
    public int outputs() {
      return values.size();
    }

    @Override
    public Tensor encode(Table table, int position, int[] rows) {
      return Tensor.of(labels(table, position, rows), Shape.of(rows.length));
    }

    int[] labels(Table table, int position, int[] rows) {
      Column cells = table.columns().get(position);
      int[] labels = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        labels[i] = values.indexOf(cells.text(rows[i]));
        if (labels[i] < 0) {
          throw new FormatException(
              "%s, column \"%s\": \"%s\" is none of the %d classes trained on: %s"
                  .formatted(
                      table.place(rows[i]),
                      cells.name(),
                      cells.text(rows[i]),
                      values.size(),
                      Wording.list(values)));
        }
      }
      return labels;
    }

    @Override
    public Json toJson() {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("task", Json.of("classification"));
      members.put("column", Json.of(column));
      members.put("values", Json.of(values.stream().map(Json::of).toList()));
      members.put("names", Json.of(names.stream().map(Json::of).toList()));
      return Json.of(members);
    }
  }

  /// Standardised numbers `[n, 1]`, f32.
  record Numbers(String column, double mean, double deviation) implements TargetEncoding {
    @Override
    public Task task() {
      return Task.REGRESSION;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public Tensor encode(Table table, int position, int[] rows) {
      var cells = new InputEncoding.Numbers(column, mean, mean, deviation);
      float[] scaled = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        cells.encode(table, position, rows[i], scaled, i);
      }
      return Tensor.of(scaled, Shape.of(rows.length, 1));
    }

    @Override
    public Json toJson() {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("task", Json.of("regression"));
      members.put("column", Json.of(column));
      members.put("mean", Json.of(mean));
      members.put("deviation", Json.of(deviation));
      return Json.of(members);
    }
  }
}

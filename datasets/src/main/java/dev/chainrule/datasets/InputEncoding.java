package dev.chainrule.datasets;

import dev.chainrule.FormatException;
import dev.chainrule.io.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How the cells of one input column become numbers for the network, as found on the training rows.
sealed interface InputEncoding {
  /// The column's name in the table that was trained on.
  String column();

  /// What each number is, such as `age` or `ocean_proximity = INLAND`.
  List<String> features();

  /// Writes the numbers of one row.
  void encode(Table table, int position, int row, float[] out, int at);

  Json toJson();

  static InputEncoding fromJson(Json json) {
    String column = json.get("column").asText();
    return switch (json.get("type").asText()) {
      case "number" -> {
        double deviation = json.get("deviation").asDouble();
        if (!(deviation > 0)) {
          throw new FormatException(
              "preparation: column \"%s\" has deviation %s; expected above 0"
                  .formatted(column, deviation));
        }
        yield new Numbers(
            column, json.get("fill").asDouble(), json.get("mean").asDouble(), deviation);
      }
      case "text" ->
          new Categories(
              column,
              json.get("categories").items().stream().map(Json::asText).toList(),
              json.get("others").asBoolean(),
              json.get("fill").asText());
      default ->
          throw new FormatException(
              "preparation: column \"%s\" has the unknown type %s"
                  .formatted(column, json.get("type")));
    };
  }

  /// `(x − mean) / deviation`, a missing x replaced first.
  ///
  /// @param fill the training rows' median
  record Numbers(String column, double fill, double mean, double deviation)
      implements InputEncoding {
    @Override
    public List<String> features() {
      return List.of(column);
    }

    @Override
    public void encode(Table table, int position, int row, float[] out, int at) {
      double value =
          switch (table.columns().get(position)) {
            case NumberColumn numbers -> numbers.value(row);
            case TextColumn texts -> {
              if (!texts.isMissing(row) && !Cells.isNumber(texts.text(row))) {
                throw new FormatException(
                    "%s, column \"%s\": \"%s\" is not a number"
                        .formatted(table.place(row), texts.name(), texts.text(row)));
              }
              yield texts.isMissing(row) ? Double.NaN : Cells.number(texts.text(row));
            }
          };
      float scaled = (float) (((Double.isNaN(value) ? fill : value) - mean) / deviation);
      if (!Float.isFinite(scaled)) {
        throw new FormatException(
            "%s, column \"%s\": %s is too far from the training rows' mean %s"
                .formatted(table.place(row), column, value, mean));
      }
      out[at] = scaled;
    }

    @Override
    public Json toJson() {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("type", Json.of("number"));
      members.put("column", Json.of(column));
      members.put("fill", Json.of(fill));
      members.put("mean", Json.of(mean));
      members.put("deviation", Json.of(deviation));
      return Json.of(members);
    }
  }

  /// 1 for the row's category and 0 for all others; all 0 for a category that training did not see.
  ///
  /// @param categories the categories with a number of their own
  /// @param others whether a last number stands for every category that has none
  /// @param fill the training rows' most frequent category
  record Categories(String column, List<String> categories, boolean others, String fill)
      implements InputEncoding {
    public Categories {
      categories = List.copyOf(categories);
    }

    @Override
    public List<String> features() {
      return Stream.concat(
              categories.stream().map(category -> column + " = " + category),
              others ? Stream.of(column + " = any other") : Stream.empty())
          .toList();
    }

    @Override
    public void encode(Table table, int position, int row, float[] out, int at) {
      Column cells = table.columns().get(position);
      int category = categories.indexOf(cells.isMissing(row) ? fill : cells.text(row));
      if (category >= 0) {
        out[at + category] = 1;
      } else if (others) {
        out[at + categories.size()] = 1;
      }
    }

    @Override
    public Json toJson() {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("type", Json.of("text"));
      members.put("column", Json.of(column));
      members.put("categories", Json.of(categories.stream().map(Json::of).toList()));
      members.put("others", Json.of(others));
      members.put("fill", Json.of(fill));
      return Json.of(members);
    }
  }
}

package dev.chainrule.golden;

import dev.chainrule.FormatException;
import dev.chainrule.io.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Named arguments of a case, and which of them were asked for.
///
/// An argument that nobody asked for would silently change nothing; `checkAllUsed` reports it.
final class Settings {
  private final Json values;
  private final Set<String> used = new HashSet<>();

  Settings(Json values) {
    this.values = values;
  }

  /// Returns the argument as it stands, or nothing if it is absent or null.
  Optional<Json> find(String name) {
    used.add(name);
    return values.find(name);
  }

  Json get(String name) {
    used.add(name);
    return values.get(name);
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  /// Reports whether the argument was given as null, which may mean something else than leaving it
  /// out.
  boolean isNull(String name) {
    return values.members().get(name) == Json.Null.NULL;
  }

  double number(String name) {
    return toNumber(get(name));
  }

  double number(String name, double otherwise) {
    return find(name).map(Settings::toNumber).orElse(otherwise);
  }

  int integer(String name) {
    return get(name).asInt();
  }

  int integer(String name, int otherwise) {
    return find(name).map(Json::asInt).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return find(name).map(Json::asBoolean).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return find(name).map(Json::asText).orElse(otherwise);
  }

  /// Returns two numbers.
  double[] pair(String name, double first, double second) {
    return find(name)
        .map(pair -> pair.items().stream().mapToDouble(Settings::toNumber).toArray())
        .orElse(new double[] {first, second});
  }

  /// Returns whole numbers; a single one counts as a list of one.
  int[] integers(String name) {
    return toIntegers(get(name));
  }

  /// Returns whole numbers, or none if they are absent.
  int[] integersOrNone(String name) {
    return find(name).map(Settings::toIntegers).orElse(new int[0]);
  }

  List<Settings> list(String name) {
    return get(name).items().stream().map(Settings::new).toList();
  }

  /// Returns the arguments below a name.
  Settings inner(String name) {
    return new Settings(find(name).orElse(Json.of(java.util.Map.of())));
  }

  /// Refuses to go on if an argument was given that nobody asked for.
  ///
  /// @throws NotApplicable naming the argument
  void checkAllUsed() {
    List<String> unused = new ArrayList<>(values.members().keySet());
    unused.removeIf(name -> used.contains(name) || values.get(name) == Json.Null.NULL);
    if (!unused.isEmpty()) {
      throw new NotApplicable("the argument " + String.join(", ", unused) + " is not supported");
    }
  }

  /// Reads a number, which may be one of the texts `inf`, `-inf`, `nan` and `-0.0`.
  static double toNumber(Json json) {
    if (!(json instanceof Json.Text)) {
      return json.asDouble();
    }
    return switch (json.asText()) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      case "-0.0" -> -0.0;
      default -> throw new FormatException("golden: " + json + " is not a number");
    };
  }

  private static int[] toIntegers(Json json) {
    return json instanceof Json.Items
        ? json.items().stream().mapToInt(Json::asInt).toArray()
        : new int[] {json.asInt()};
  }
}

package dev.chainrule.io;

import dev.chainrule.FormatException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value (RFC 8259): text, a number, a truth value, null, an array or an object.
///
/// Numbers keep their literal, so that 64-bit integers and every digit survive reading and writing.
/// Objects keep the order of their members and never hold a name twice. NaN and infinities are no
/// JSON.
///
/// ```
/// var json = Json.parse("{\"rate\": 0.1}", "settings.json");
/// double rate = json.get("rate").asDouble();
/// ```
public sealed interface Json {
  /// A string.
  record Text(String value) implements Json {
    @Override
    public String toString() {
      return JsonWriter.compact(this);
    }
  }

  /// A number as it is written, for example `-1.5e3`; build it with `Json.of`.
  record Numeral(String literal) implements Json {
    /// @throws IllegalArgumentException if `literal` is not a number of JSON's grammar
    public Numeral {
      if (!JsonParser.isNumeral(literal)) {
        throw new IllegalArgumentException("Json: \"" + literal + "\" is not a JSON number");
      }
    }

    @Override
    public String toString() {
      return literal;
    }
  }

  /// `true` or `false`.
  record Truth(boolean value) implements Json {
    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  /// `null`.
  enum Null implements Json {
    /// The only one.
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  /// An array.
  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return JsonWriter.compact(this);
    }
  }

  /// An object: members by name, in order.
  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String toString() {
      return JsonWriter.compact(this);
    }
  }

  /// Reads one JSON value; only white space may surround it.
  ///
  /// @param where what error messages call the text, usually the file's name
  /// @throws FormatException naming line, column and offset, if the text is not JSON, nests deeper
  ///   than 500 levels, or holds a name twice in one object
  static Json parse(String text, String where) {
    return new JsonParser(text, where).parse();
  }

  /// Returns the number in its shortest form that reads back as the same bits.
  ///
  /// @throws IllegalArgumentException for NaN and infinities, which JSON cannot express
  static Json of(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "Json: " + number + " cannot be written: JSON has no such number");
    }
    return new Numeral(Double.toString(number));
  }

  /// Returns a whole number.
  static Json of(long number) {
    return new Numeral(Long.toString(number));
  }

  /// Returns a string.
  static Json of(String text) {
    return new Text(text);
  }

  /// Returns a truth value.
  static Json of(boolean truth) {
    return new Truth(truth);
  }

  /// Returns an array of the given values.
  static Json of(List<? extends Json> values) {
    return new Items(List.copyOf(values));
  }

  /// Returns an object with the given members, in the map's order.
  static Json of(Map<String, ? extends Json> members) {
    return new Members(new LinkedHashMap<>(members));
  }

  /// Returns the string that this is.
  ///
  /// @throws FormatException if it is something else
  default String asText() {
    if (this instanceof Text text) {
      return text.value();
    }
    throw mismatch("text");
  }

  /// Returns the nearest double of the number that this is; beyond a double's range, an infinity.
  ///
  /// @throws FormatException if it is something else
  default double asDouble() {
    if (this instanceof Numeral numeral) {
      return Double.parseDouble(numeral.literal());
    }
    throw mismatch("a number");
  }

  /// Returns the whole number that this is; `2.0` and `2e3` count as whole.
  ///
  /// @throws FormatException if it is something else, not whole, or does not fit a long
  default long asLong() {
    double number = asDouble();
    try {
      return Long.parseLong(toString());
    } catch (NumberFormatException _) {
      // Above 2^53 a form with fraction or exponent no longer names one whole number.
      if (Math.rint(number) == number && Math.abs(number) <= 0x1p53) {
        return (long) number;
      }
      throw mismatch("a whole number of 64 bits");
    }
  }

  /// Returns the whole number that this is.
  ///
  /// @throws FormatException if it is something else, not whole, or does not fit an int
  default int asInt() {
    long number = asLong();
    if ((int) number == number) {
      return (int) number;
    }
    throw mismatch("a whole number of 32 bits");
  }

  /// Returns the truth value that this is.
  ///
  /// @throws FormatException if it is something else
  default boolean asBoolean() {
    if (this instanceof Truth truth) {
      return truth.value();
    }
    throw mismatch("true or false");
  }

  /// Returns the values of the array that this is.
  ///
  /// @throws FormatException if it is something else
  default List<Json> items() {
    if (this instanceof Items items) {
      return items.values();
    }
    throw mismatch("an array");
  }

  /// Returns the members of the object that this is, in order.
  ///
  /// @throws FormatException if it is something else
  default Map<String, Json> members() {
    if (this instanceof Members members) {
      return members.values();
    }
    throw mismatch("an object");
  }

  /// Returns the member of this object with the given name.
  ///
  /// @throws FormatException if this is not an object or has no such member
  default Json get(String name) {
    Json value = members().get(name);
    if (value == null) {
      throw new FormatException(
          "json: no member \"" + name + "\"; there are " + String.join(", ", members().keySet()));
    }
    return value;
  }

  /// Returns the member of this object with the given name, or nothing if it is absent or null.
  ///
  /// @throws FormatException if this is not an object
  default Optional<Json> find(String name) {
    return Optional.ofNullable(members().get(name)).filter(value -> !(value instanceof Null));
  }

  /// Returns the text with one member or item a line, indented by two spaces.
  default String indented() {
    return JsonWriter.indented(this);
  }

  private FormatException mismatch(String expected) {
    String found = toString();
    String shown = found.length() <= 40 ? found : found.substring(0, 37) + "...";
    return new FormatException("json: expected " + expected + " but found " + shown);
  }
}

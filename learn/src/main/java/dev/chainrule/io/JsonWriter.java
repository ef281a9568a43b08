package dev.chainrule.io;

import java.util.List;
import java.util.Map;

/// Writes JSON: all on one line without spaces, or indented by two spaces a level.
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private final boolean indenting;
  private int level;

  private JsonWriter(boolean indenting) {
    this.indenting = indenting;
  }

  static String compact(Json json) {
    return written(json, false);
  }

  static String indented(Json json) {
    return written(json, true);
  }

  private static String written(Json json, boolean indenting) {
    var writer = new JsonWriter(indenting);
    writer.value(json);
    return writer.out.toString();
  }

  private void value(Json json) {
    switch (json) {
      case Json.Text(String text) -> string(text);
      case Json.Items(List<Json> values) -> items(values);
      case Json.Members(Map<String, Json> values) -> members(values);
      case Json.Numeral _, Json.Truth _, Json.Null _ -> out.append(json);
    }
  }

  private void items(List<Json> values) {
    open('[');
    boolean first = true;
    for (Json value : values) {
      separate(first);
      value(value);
      first = false;
    }
    close(']', first);
  }

  private void members(Map<String, Json> values) {
    open('{');
    boolean first = true;
    for (var member : values.entrySet()) {
      separate(first);
      string(member.getKey());
      out.append(indenting ? ": " : ":");
      value(member.getValue());
      first = false;
    }
    close('}', first);
  }

  private void open(char bracket) {
    out.append(bracket);
    level++;
  }

  private void separate(boolean first) {
    if (!first) {
      out.append(',');
    }
    newLine();
  }

  private void close(char bracket, boolean empty) {
    level--;
    if (!empty) {
      newLine();
    }
    out.append(bracket);
  }

  private void newLine() {
    if (indenting) {
      out.append('\n').repeat("  ", level);
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || unpaired(text, i)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Half of a surrogate pair cannot be encoded in UTF-8, so it is written as an escape.
  private static boolean unpaired(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}

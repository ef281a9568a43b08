package dev.chainrule.io;

import dev.chainrule.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON strictly by RFC 8259: recursive descent over a string, with a limit on depth.
final class JsonParser {
  /// Deep enough for every file there is, shallow enough for every thread's stack.
  static final int MAX_DEPTH = 500;

  private static final char END = '\uffff';

  private final String text;
  private final String where;
  private int at;
  private int depth;

  JsonParser(String text, String where) {
    this.text = text;
    this.where = where;
  }

  /// Reports whether the text is one number of JSON's grammar and nothing else.
  static boolean isNumeral(String text) {
    try {
      return new JsonParser(text, "").numeral().length() == text.length();
    } catch (FormatException _) {
      return false;
    }
  }

  Json parse() {
    Json value = value();
    if (at < text.length()) {
      throw unexpected("the end of the text");
    }
    return value;
  }

  /// Reads a value and the white space on both sides.
  private Json value() {
    skipSpace();
    Json value =
        switch (peek()) {
          case '{' -> members();
          case '[' -> items();
          case '"' -> Json.of(string());
          case 't' -> word("true", Json.of(true));
          case 'f' -> word("false", Json.of(false));
          case 'n' -> word("null", Json.Null.NULL);
          case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> new Json.Numeral(numeral());
          default -> throw unexpected("a value");
        };
    skipSpace();
    return value;
  }

  private Json members() {
    enter();
    Map<String, Json> members = new LinkedHashMap<>();
    skipSpace();
    if (peek() != '}') {
      do {
        skipSpace();
        int start = at;
        if (peek() != '"') {
          throw unexpected("a member's name in quotes");
        }
        String name = string();
        skipSpace();
        expect(':', "':'");
        if (members.put(name, value()) != null) {
          throw error("the name \"" + name + "\" occurs twice in one object", start);
        }
      } while (take(','));
    }
    expect('}', "',' or '}'");
    depth--;
    return Json.of(members);
  }

  private Json items() {
    enter();
    List<Json> items = new ArrayList<>();
    skipSpace();
    if (peek() != ']') {
      do {
        items.add(value());
      } while (take(','));
    }
    expect(']', "',' or ']'");
    depth--;
    return Json.of(items);
  }

  private String string() {
    at++;
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      if (at == text.length()) {
        throw unexpected("'\"' at the end of a string");
      }
      char c = text.charAt(at);
      if (c < ' ') {
        throw unexpected("an escape instead of a control character");
      }
      at++;
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return out.toString();
  }

  private char escape() {
    char c = peek();
    char meant =
        switch (c) {
          case '"', '\\', '/' -> c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> codeUnit();
          default -> throw unexpected("one of \"\\/bfnrtu after a backslash");
        };
    at++;
    return meant;
  }

  /// Reads the four digits of a `\\u` escape and stops on the last one.
  private char codeUnit() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      char c = peek();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private String numeral() {
    int start = at;
    take('-');
    if (!take('0')) {
      digits();
    }
    if (take('.')) {
      digits();
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      digits();
    }
    return text.substring(start, at);
  }

  private void digits() {
    if (!isDigit(peek())) {
      throw unexpected("a digit");
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw unexpected(word);
    }
    at += word.length();
    return value;
  }

  private void enter() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw error("more than " + MAX_DEPTH + " levels of nesting", at - 1);
    }
  }

  private void expect(char c, String expected) {
    if (!take(c)) {
      throw unexpected(expected);
    }
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private FormatException unexpected(String expected) {
    String found = "the text ends";
    if (at < text.length()) {
      char c = text.charAt(at);
      found = "found " + (c > ' ' && c < 127 ? "'" + c + "'" : "character %04x".formatted((int) c));
    }
    return error("expected " + expected + " but " + found, at);
  }

  private FormatException error(String problem, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    int column = offset - lineStart + 1;
    return new FormatException(
        "json: %s: line %d, column %d (offset %d): %s"
            .formatted(where, line, column, offset, problem));
  }
}

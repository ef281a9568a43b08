package dev.chainrule.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsEveryKindOfValue() {
    Json json =
        Json.parse(" {\"a\": [1, -2.5e-3, true, false, null], \"b\": {\"c\": \"d\"}} ", "x.json");
    List<Json> items = json.get("a").items();
    assertEquals(1, items.get(0).asInt());
    assertEquals(-2.5e-3, items.get(1).asDouble());
    assertTrue(items.get(2).asBoolean());
    assertFalse(items.get(3).asBoolean());
    assertEquals(Json.Null.NULL, items.get(4));
    assertEquals("d", json.get("b").get("c").asText());
    assertEquals(List.of("a", "b"), List.copyOf(json.members().keySet()));
  }

  @Test
  void writesOnOneLineOrIndented() {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("rate", Json.of(0.1));
    members.put("sizes", Json.of(List.of(Json.of(2), Json.of(3))));
    members.put("none", Json.of(List.of()));
    Json json = Json.of(members);
    assertEquals("{\"rate\":0.1,\"sizes\":[2,3],\"none\":[]}", json.toString());
    assertEquals(
        """
        {
          "rate": 0.1,
          "sizes": [
            2,
            3
          ],
          "none": []
        }\
        """,
        json.indented());
  }

  @Test
  void escapesWhatNeedsIt() {
    Json json = Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", "x");
    assertEquals("\"\\/\b\f\n\r\té😀", json.asText());
    String hard = "\u0000\u001f\u007f \"\\ \ud800 \udc00\ud800 😀 \uffff";
    assertEquals(hard, Json.parse(Json.of(hard).toString(), "x").asText());
    assertEquals("\"\\ud800\\u0001\"", Json.of("\ud800\u0001").toString());
  }

  @Test
  void doublesSurviveBitForBit() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 5_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        double read = Json.parse(Json.of(number).toString(), "x").asDouble();
        assertEquals(Double.doubleToRawLongBits(number), Double.doubleToRawLongBits(read));
      }
    }
    assertEquals("-0.0", Json.of(-0.0).toString());
    assertEquals("0.1", Json.of(0.1).toString());
  }

  @Test
  void longsSurviveExactly() {
    for (long number : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1}) {
      assertEquals(number, Json.parse(Json.of(number).toString(), "x").asLong());
    }
    assertEquals(2000, Json.parse("2e3", "x").asLong());
    assertEquals(2, Json.parse("2.0", "x").asInt());
  }

  @Test
  void numbersThatJsonLacksAreRefused() {
    for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      var error = assertThrows(IllegalArgumentException.class, () -> Json.of(number));
      assertEquals(
          "Json: " + number + " cannot be written: JSON has no such number", error.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new Json.Numeral("1,5"));
    assertThrows(IllegalArgumentException.class, () -> new Json.Numeral(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "tru",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "01",
        "+1",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "-Infinity",
        "'a'",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "[1] 2",
        "// a\n1",
        "{\"a\":1,\"a\":2}",
        "\ufeff1",
        "[",
        "{",
        "{\"a\":",
        "]",
        "\u00a01"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThrows(FormatException.class, () -> Json.parse(text, "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"a\": 1,\n \"a\": 2}`"
            + "| line 2, column 2 (offset 10): the name \"a\" occurs twice in one object",
        "[1 x] | line 1, column 4 (offset 3): expected ',' or ']' but found 'x'",
        "[1 | line 1, column 3 (offset 2): expected ',' or ']' but the text ends",
        "`[\n\n\"\t\"]` | line 3, column 2 (offset 4): expected an escape instead of a control"
            + " character but found character 0009"
      })
  void errorsNameThePlace(String text, String problem) {
    var error = assertThrows(FormatException.class, () -> Json.parse(text, "run.json"));
    assertEquals("json: run.json: " + problem, error.getMessage());
  }

  @Test
  void depthIsLimited() {
    int limit = JsonParser.MAX_DEPTH;
    assertEquals(1, Json.parse("[".repeat(limit) + "]".repeat(limit), "x").items().size());
    String deeper = "[".repeat(1_000_000);
    var error = assertThrows(FormatException.class, () -> Json.parse(deeper, "x"));
    assertTrue(error.getMessage().endsWith("(offset 500): more than 500 levels of nesting"));
  }

  @Test
  void wrongKindsAndNamesAreNamed() {
    Json json = Json.parse("{\"rate\": \"fast\", \"steps\": 1.5, \"none\": null}", "x");
    assertMessage("json: expected a number but found \"fast\"", () -> json.get("rate").asDouble());
    assertMessage(
        "json: expected a whole number of 64 bits but found 1.5", () -> json.get("steps").asLong());
    assertMessage("json: no member \"size\"; there are rate, steps, none", () -> json.get("size"));
    assertMessage("json: expected an array but found null", () -> json.get("none").items());
    assertMessage("json: expected text but found 1.5", () -> json.get("steps").asText());
    assertMessage(
        "json: expected true or false but found null", () -> json.get("none").asBoolean());
    assertMessage("json: expected an object but found null", () -> json.get("none").members());
    assertMessage(
        "json: expected a whole number of 32 bits but found 5000000000",
        () -> Json.of(5_000_000_000L).asInt());
    assertTrue(json.find("none").isEmpty());
    assertTrue(json.find("size").isEmpty());
    assertEquals("fast", json.find("rate").orElseThrow().asText());
  }

  @Test
  void damagedTextGivesAnErrorOrAValueButNothingElse() {
    String text =
        "{\"a\": [1, -2.5e-3, \"\\u0041\\n\", {\"b\": null}], \"c\": true, \"d\": [[], {}]}";
    var random = new SplittableRandom(11);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      var damaged = new StringBuilder(text.substring(0, random.nextInt(text.length() + 1)));
      for (int k = random.nextInt(3); k > 0 && !damaged.isEmpty(); k--) {
        damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(1, 128));
      }
      try {
        Json json = Json.parse(damaged.toString(), "x");
        assertEquals(json, Json.parse(json.toString(), "x"));
        assertEquals(json, Json.parse(json.indented(), "x"));
      } catch (FormatException _) {
        refused++;
      }
    }
    assertTrue(refused > 3_500, "nearly all are damaged: " + refused);
  }

  @Test
  void valuesDoNotChangeWithWhatTheyWereBuiltFrom() {
    List<Json> items = new ArrayList<>(List.of(Json.of(1)));
    Json json = Json.of(items);
    items.add(Json.of(2));
    assertEquals("[1]", json.toString());
  }

  private static void assertMessage(
      String expected, org.junit.jupiter.api.function.Executable action) {
    assertEquals(expected, assertThrows(FormatException.class, action).getMessage());
  }
}

package dev.chainrule.datasets;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Characters and their numbers: 0, 1, ... in the order of Unicode. A character is a code point, so
/// that one outside the basic plane is one character too.
///
/// ```
/// var vocabulary = CharacterVocabulary.of("hello");   // e h l o
/// int[] numbers = vocabulary.encode("hole");          // 1, 3, 2, 0
/// String text = vocabulary.decode(numbers);           // hole
/// ```
///
/// @param characters each character once, in the order of Unicode; at least one
public record CharacterVocabulary(String characters) {
  /// @throws IllegalArgumentException if there is no character, or they are not in order
  public CharacterVocabulary {
    int[] points = characters.codePoints().toArray();
    if (points.length == 0) {
      throw new IllegalArgumentException("CharacterVocabulary: has no character");
    }
    for (int i = 1; i < points.length; i++) {
      if (points[i - 1] >= points[i]) {
        throw new IllegalArgumentException(
            "CharacterVocabulary: %s stands before %s; expected each character once, in order"
                .formatted(shown(points[i - 1]), shown(points[i])));
      }
    }
  }

  /// Returns the characters that occur in a text.
  ///
  /// @throws IllegalArgumentException if the text is empty
  public static CharacterVocabulary of(String text) {
    int[] points = text.codePoints().distinct().sorted().toArray();
    return new CharacterVocabulary(new String(points, 0, points.length));
  }

  /// Returns how many characters there are.
  public int size() {
    return characters.codePointCount(0, characters.length());
  }

  /// Returns the characters of a text that have no number, each once, readable; empty if all have
  /// one.
  public String unknown(String text) {
    return text.codePoints()
        .distinct()
        .filter(point -> characters.indexOf(point) < 0)
        .mapToObj(CharacterVocabulary::shown)
        .collect(Collectors.joining(", "));
  }

  /// Returns the numbers of a text's characters, `0 .. size − 1`.
  ///
  /// @throws IllegalArgumentException naming the first character that has none
  public int[] encode(String text) {
    int[] known = characters.codePoints().toArray();
    int[] numbers = text.codePoints().toArray();
    for (int i = 0; i < numbers.length; i++) {
      int number = Arrays.binarySearch(known, numbers[i]);
      if (number < 0) {
        throw new IllegalArgumentException(
            "CharacterVocabulary: there is no %s, at place %d of the text, among %d characters: %s"
                .formatted(shown(numbers[i]), i + 1, known.length, this));
      }
      numbers[i] = number;
    }
    return numbers;
  }

  /// Returns the text of numbers.
  ///
  /// @throws IllegalArgumentException if a number is outside `0 .. size − 1`
  public String decode(int... numbers) {
    int[] known = characters.codePoints().toArray();
    var text = new StringBuilder();
    for (int number : numbers) {
      if (number < 0 || number >= known.length) {
        throw new IllegalArgumentException(
            "CharacterVocabulary: number %d is outside 0..%d".formatted(number, known.length - 1));
      }
      text.appendCodePoint(known[number]);
    }
    return text.toString();
  }

  /// Returns the characters on one line; those that cannot be seen by their code points.
  @Override
  public String toString() {
    return characters
        .codePoints()
        .mapToObj(point -> isVisible(point) ? Character.toString(point) : shown(point))
        .collect(Collectors.joining(" "));
  }

  private static String shown(int point) {
    return isVisible(point) ? "\"" + Character.toString(point) + "\"" : "U+%04X".formatted(point);
  }

  private static boolean isVisible(int point) {
    return !Character.isWhitespace(point)
        && !Character.isISOControl(point)
        && Character.isDefined(point);
  }
}

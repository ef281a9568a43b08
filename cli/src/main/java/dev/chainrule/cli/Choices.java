package dev.chainrule.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Things that the command line knows by name.
///
/// @param where what messages begin with
/// @param kind what such a thing is called, for example `optimiser`
/// @param byName the things
record Choices<T>(String where, String kind, Map<String, T> byName) {
  /// Returns the thing of a name; capitals and hyphens do not matter.
  ///
  /// @throws IllegalArgumentException if there is none, with the nearest name
  T get(String name) {
    var plain = plain(name);
    return byName.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseThrow(() -> unknown(name));
  }

  /// Returns the names of all things.
  Set<String> names() {
    return byName.keySet();
  }

  /// A name that is not even half right is answered with all there is.
  private IllegalArgumentException unknown(String name) {
    var nearest = nearest(plain(name), names());
    var answer =
        2 * edits(plain(name), plain(nearest)) <= nearest.length()
            ? "the nearest name is \"%s\"".formatted(nearest)
            : "there are " + String.join(", ", names());
    return new IllegalArgumentException(
        "%s: there is no %s \"%s\"; %s".formatted(where, kind, name, answer));
  }

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(java.util.Locale.ROOT);
  }

  /// Returns the word that takes the fewest edits to reach.
  static String nearest(String word, Collection<String> known) {
    return Objects.requireNonNull(
        known.stream().min(Comparator.comparingInt(other -> edits(word, other))).orElse(""));
  }

  /// How many letters must be put in, taken out or changed to turn one word into the other.
  static int edits(String from, String to) {
    var row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        var changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}

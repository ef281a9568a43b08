package dev.chainrule.datasets;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Numbers and lists in messages and summaries.
final class Wording {
  /// As many names as still fit into one line.
  static final int LISTED = 12;

  private Wording() {}

  /// Returns `"a", "b"`, cut after a dozen.
  static String list(List<String> names) {
    String shown =
        names.stream().limit(LISTED).map(n -> "\"" + n + "\"").collect(Collectors.joining(", "));
    int rest = names.size() - LISTED;
    return rest > 0 ? shown + " and " + rest + " more" : shown;
  }

  /// Returns `1 row`, `2,500 rows`, `3 classes`, `4 categories`.
  static String count(long number, String noun) {
    String plural =
        noun.endsWith("y")
            ? noun.substring(0, noun.length() - 1) + "ies"
            : noun + (noun.endsWith("s") ? "es" : "s");
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : plural);
  }

  /// Returns a number with at most six significant digits and no needless zeros.
  static String number(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    String six = String.format(Locale.ROOT, "%.6g", number);
    return six.contains("e") ? six : six.replaceFirst("\\.?0+$", "");
  }
}

package dev.chainrule.datasets;

import java.util.Locale;
import java.util.Set;

/// What the text of one cell means: missing, a number, or other text.
final class Cells {
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

  private Cells() {}

  static boolean isMissing(String cell) {
    return cell.isEmpty() || cell.equals("?");
  }

  /// Whether the cell is written as a number, the words NaN and infinity included.
  static boolean isNumber(String cell) {
    return isDecimal(cell) || isNotFinite(cell);
  }

  /// The number in a cell for which [#isNumber] holds; infinite when it is too large for a double.
  static double number(String cell) {
    return isDecimal(cell) ? Double.parseDouble(cell) : Double.NaN;
  }

  /// A number as a person would write it: whole numbers without a decimal point.
  static String text(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }

  private static boolean isNotFinite(String cell) {
    int start = afterSign(cell, 0);
    return cell.length() - start <= 8
        && NOT_FINITE.contains(cell.substring(start).toLowerCase(Locale.ROOT));
  }

  /// Sign, digits with at most one point among them, exponent: narrower than what
  /// Double.parseDouble accepts, which takes `1f` and `0x1p3` too. A scan by hand because a regular
  /// expression makes reading twice as slow.
  private static boolean isDecimal(String cell) {
    int whole = afterSign(cell, 0);
    int at = afterDigits(cell, whole);
    int digits = at - whole;
    if (at < cell.length() && cell.charAt(at) == '.') {
      int end = afterDigits(cell, at + 1);
      digits += end - at - 1;
      at = end;
    }
    if (digits > 0 && at < cell.length() && (cell.charAt(at) | 0x20) == 'e') {
      int exponent = afterSign(cell, at + 1);
      at = afterDigits(cell, exponent);
      digits = at - exponent;
    }
    return digits > 0 && at == cell.length();
  }

  private static int afterSign(String cell, int at) {
    boolean sign = at < cell.length() && (cell.charAt(at) == '-' || cell.charAt(at) == '+');
    return sign ? at + 1 : at;
  }

  private static int afterDigits(String cell, int at) {
    int end = at;
    while (end < cell.length() && cell.charAt(end) >= '0' && cell.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}

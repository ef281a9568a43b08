package dev.chainrule.explain;

import dev.chainrule.scalar.Algebra;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// Writes an expression as it stands in a textbook: `out (1 − out)`, `2 x`, `a / b²`.
///
/// Numbers that are multiplied are multiplied out, equal factors become powers and equal terms a
/// multiple; sums are not expanded.
final class Notation implements Algebra<Notation.Term> {
  private static final int LARGEST_POWER = 9;
  private static final int MOST_DIGITS = 10;

  private static final int LARGEST_DENOMINATOR = 1000;

  private final List<String> names;
  private final Map<Term, Piece> opposites = new HashMap<>();

  private Notation(List<String> names) {
    this.names = names;
  }

  /// Something that is multiplied or divided by.
  ///
  /// @param isSum whether it needs parentheses beside other factors
  record Piece(String text, boolean isSum) {
    String closed() {
      return isSum ? "(" + text + ")" : text;
    }
  }

  /// A product: a number times pieces, each to a power.
  record Term(double number, Map<Piece, Integer> powers) {
    static Term of(double number) {
      return new Term(number, Map.of());
    }

    static Term of(Piece piece) {
      return new Term(1, Map.of(piece, 1));
    }

    boolean isZero() {
      return number == 0;
    }

    boolean isNumber() {
      return powers.isEmpty();
    }

    Term times(Term other, int sign) {
      double product = sign > 0 ? number * other.number : number / other.number;
      if (product == 0) {
        return of(0);
      }
      var all = new LinkedHashMap<>(powers);
      other.powers.forEach((piece, power) -> all.merge(piece, sign * power, Integer::sum));
      all.values().removeIf(power -> power == 0);
      return new Term(product, all);
    }

    Term negated() {
      return new Term(-number, powers);
    }

    Term plus(Term other) {
      if (powers.equals(other.powers)) {
        double sum = number + other.number;
        return sum == 0 ? of(0) : new Term(sum, powers);
      }
      if (other.number == 0 || number == 0) {
        return number == 0 ? other : this;
      }
      return Term.of(
          other.number < 0
              ? new Piece(text() + " − " + other.negated().closed(), true)
              : new Piece(text() + " + " + other.text(), true));
    }

    /// Returns whether this is a sum and nothing else.
    private boolean isOpen() {
      return number == 1
          && powers.size() == 1
          && powers.entrySet().stream().allMatch(e -> e.getKey().isSum() && e.getValue() == 1);
    }

    String closed() {
      return isOpen() ? "(" + text() + ")" : text();
    }

    String text() {
      if (isOpen()) {
        return powers.keySet().iterator().next().text();
      }
      var over = new ArrayList<String>();
      var under = new ArrayList<String>();
      powers.forEach((piece, power) ->
          (power > 0 ? over : under).add(piece.closed() + exponent(Math.abs(power))));
      double size = Math.abs(number);
      if (size != 1 || over.isEmpty()) {
        over.addFirst(fraction(size));
      }
      var above = (number < 0 ? "−" : "") + String.join(" ", over);
      if (under.isEmpty()) {
        return above;
      }
      var below = String.join(" ", under);
      return above + " / " + (under.size() > 1 ? "(" + below + ")" : below);
    }

    private static String exponent(int power) {
      return switch (power) {
        case 1 -> "";
        case 2 -> "²";
        case 3 -> "³";
        default -> "^" + power;
      };
    }
  }

  /// Returns a factor of a longer product; a sum comes in parentheses.
  ///
  /// @param names what the inputs of the expression are called
  static String factor(Expression expression, List<String> names) {
    var term = expression.read(new Notation(names));
    return term.number < 0 ? "(" + term.text() + ")" : term.closed();
  }

  /// Returns whether an expression is the number 1.
  static boolean isOne(Expression expression) {
    var term = expression.read(new Notation(List.of()));
    return term.isNumber() && term.number == 1;
  }

  /// Returns a number with few digits.
  static String shortNumber(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    var full = Double.toString(value);
    return full.length() <= MOST_DIGITS
        ? full
        : Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.6g", value)));
  }

  /// Returns a number with few digits, or as a fraction if it has a short one.
  private static String fraction(double value) {
    var text = shortNumber(value);
    for (int under = 3; under < LARGEST_DENOMINATOR && text.length() > 5; under++) {
      long over = Math.round(value * under);
      if (over != 0 && over <= under && (double) over / under == value) {
        return over + "/" + under;
      }
    }
    return text;
  }

  @Override
  public Term input(int index) {
    return Term.of(new Piece(index < names.size() ? names.get(index) : "x" + index, false));
  }

  @Override
  public Term constant(double value) {
    return Term.of(value);
  }

  @Override
  public Term apply(Primitive function, List<Term> x) {
    return switch (function) {
      case ADD -> x.get(0).plus(x.get(1));
      case SUB -> x.get(0).plus(x.get(1).negated());
      case MUL -> x.get(0).times(x.get(1), 1);
      case DIV -> x.get(0).times(x.get(1), -1);
      case NEG -> x.get(0).negated();
      case FMA -> x.get(0).times(x.get(1), 1).plus(x.get(2));
      case POW -> power(x.get(0), x.get(1));
      case SELECT -> choice(x.get(0), x.get(1), x.get(2));
      case LT -> compared(x.get(0), x.get(1), "<>≥≤");
      case LE -> compared(x.get(0), x.get(1), "≤≥><");
      case EQ -> compared(x.get(0), x.get(1), "==≠≠");
      default -> call(function.symbol(), x);
    };
  }

  private static Term call(String name, List<Term> x) {
    var inside = String.join(", ", x.stream().map(Term::text).toList());
    return Term.of(new Piece(name + "(" + inside + ")", false));
  }

  private static Term power(Term base, Term exponent) {
    var whole = wholePower(exponent);
    if (whole.isEmpty()) {
      return Term.of(new Piece(base.closed() + "^" + exponent.closed(), false));
    }
    var product = Term.of(1);
    for (int i = 0; i < Math.abs(whole.getAsInt()); i++) {
      product = product.times(base, Integer.signum(whole.getAsInt()));
    }
    return product;
  }

  private static OptionalInt wholePower(Term exponent) {
    double value = exponent.number;
    boolean whole = exponent.isNumber() && value == Math.rint(value);
    return whole && Math.abs(value) <= LARGEST_POWER
        ? OptionalInt.of((int) value)
        : OptionalInt.empty();
  }

  /// Writes a choice between something and nothing as a product with a truth: `[net > 0]`.
  private Term choice(Term truth, Term then, Term otherwise) {
    if (truth.isNumber()) {
      return truth.number != 0 ? then : otherwise;
    }
    var opposite = opposites.get(truth);
    if (otherwise.isZero()) {
      return then.times(Term.of(new Piece("[" + truth.text() + "]", false)), 1);
    }
    return then.isZero() && opposite != null
        ? otherwise.times(Term.of(new Piece("[" + opposite.text() + "]", false)), 1)
        : call("where", List.of(truth, then, otherwise));
  }

  /// Writes a comparison with what varies first, and remembers its opposite.
  ///
  /// @param signs of the comparison, with its sides exchanged, and of the opposites of both
  private Term compared(Term a, Term b, String signs) {
    boolean exchange = a.isNumber();
    var left = exchange ? b.text() : a.text();
    var right = exchange ? a.text() : b.text();
    int place = exchange ? 1 : 0;
    var truth = Term.of(new Piece(left + " " + signs.charAt(place) + " " + right, true));
    opposites.put(truth, new Piece(left + " " + signs.charAt(place + 2) + " " + right, true));
    return truth;
  }
}

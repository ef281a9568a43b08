package dev.chainrule.scalar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes long formulas so that parts that stand in them several times are named once: `u * (1 −
/// u), u = sigmoid(x * 2)`.
public final class Abbreviation {
  private static final String[] LETTERS = {"u", "v", "w", "r", "s"};

  /// Shorter formulas stay as they are.
  private static final int LONG = 50;

  /// Shorter parts are not worth a name.
  private static final int SHORTEST_PART = 9;

  private final List<String> names;
  private final List<Expression> lines = new ArrayList<>();

  private Abbreviation(Expression expression, String... names) {
    this.names = new ArrayList<>(List.of(names));
    lines.add(expression);
  }

  /// Returns the formula of an expression whose inputs have the given names.
  public static String of(Expression expression, String... names) {
    var writer = new Abbreviation(expression, names);
    for (var letter : LETTERS) {
      if (writer.text().length() > LONG) {
        writer.name(letter);
      }
    }
    return writer.text();
  }

  private String text() {
    var text = new StringBuilder(text(lines.getFirst()));
    int first = names.size() - lines.size() + 1;
    for (int i = lines.size() - 1; i > 0; i--) {
      text.append(", ").append(names.get(first + i - 1)).append(" = ").append(text(lines.get(i)));
    }
    return text.toString();
  }

  private String text(Expression expression) {
    return Formula.of(expression, names.toArray(String[]::new));
  }

  /// Gives the longest part that stands there several times a name.
  private void name(String letter) {
    var times = new HashMap<Expression, Integer>();
    lines.forEach(line -> count(line, times));
    times.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .filter(part -> text(part).length() >= SHORTEST_PART)
        .max(Comparator.comparingInt(part -> text(part).length()))
        .ifPresent(part -> {
          var named = Expression.input(names.size());
          lines.replaceAll(line -> replace(line, part, named));
          names.add(letter);
          lines.add(part);
        });
  }

  private static void count(Expression expression, Map<Expression, Integer> times) {
    if (expression instanceof Expression.Apply apply) {
      times.merge(expression, 1, Integer::sum);
      apply.arguments().forEach(argument -> count(argument, times));
    }
  }

  private static Expression replace(Expression in, Expression part, Expression by) {
    if (in.equals(part)) {
      return by;
    }
    return in instanceof Expression.Apply apply
        ? Expression.apply(
            apply.function(),
            apply.arguments().stream()
                .map(argument -> replace(argument, part, by))
                .toArray(Expression[]::new))
        : in;
  }
}

package dev.chainrule.scalar;

import java.util.List;

/// Writes an [Expression] as text that a person would write: `1 − y * y`.
public final class Formula implements Algebra<Formula.Text> {
  private final String[] names;

  private Formula(String[] names) {
    this.names = names;
  }

  /// A piece of text and how tightly its outermost operator binds.
  public record Text(String text, int binding) {
    String within(int outer) {
      return binding < outer ? "(" + text + ")" : text;
    }
  }

  /// Returns the formula of an expression whose inputs have the given names.
  public static String of(Expression expression, String... names) {
    return expression.read(new Formula(names)).text;
  }

  @Override
  public Text input(int index) {
    return new Text(index < names.length ? names[index] : "x" + index, Primitive.ATOM);
  }

  @Override
  public Text constant(double value) {
    var text =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value);
    return new Text(text, value < 0 ? Primitive.SIGN_BINDING : Primitive.ATOM);
  }

  @Override
  public Text apply(Primitive function, List<Text> arguments) {
    int binding = function.binding();
    if (binding == Primitive.ATOM) {
      var inside = arguments.stream().map(Text::text).toList();
      return new Text(function.symbol() + "(" + String.join(", ", inside) + ")", binding);
    }
    if (arguments.size() == 1) {
      return new Text(function.symbol() + arguments.getFirst().within(binding + 1), binding);
    }
    if (function == Primitive.ADD && arguments.get(0).equals(arguments.get(1))) {
      return apply(Primitive.MUL, List.of(constant(2), arguments.get(1)));
    }
    var left = arguments.get(0).within(binding);
    var right = arguments.get(1).within(binding + 1);
    return new Text(left + " " + function.symbol() + " " + right, binding);
  }
}

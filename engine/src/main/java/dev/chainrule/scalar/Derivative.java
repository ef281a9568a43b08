package dev.chainrule.scalar;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The chain rule on expressions: partial derivatives of an [Expression], as expressions.
///
/// Every [Primitive] declares its own partial derivatives; this class only multiplies and adds
/// them, from the result back to the inputs. Structural zeros (a truth, a constant, a part that
/// does not depend on the input) never become terms, so nothing is multiplied by zero. The
/// derivative of a choice is the choice between the derivatives, so an infinite slope of the part
/// that is not chosen does no harm.
public final class Derivative {
  private final Expression root;
  private final IdentityHashMap<Expression, Expression> upstream = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Boolean> dependent = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Expression> replaced = new IdentityHashMap<>();
  private final List<Expression> order = new ArrayList<>();

  private Derivative(Expression root) {
    this.root = root;
    sort(root, new IdentityHashMap<>());
  }

  /// Returns `upstream · ∂expression/∂input` for one input, or empty if it is zero everywhere.
  ///
  /// Where the expression's own value appears in the derivative it is replaced by `value`, so that
  /// the derivative of `y = tanh(x)` is `upstream * (1 − y * y)` and does not compute `tanh` again.
  public static Optional<Expression> of(
      Expression expression, int input, Expression upstream, Expression value) {
    if (expression instanceof Expression.Apply choice && choice.function() == Primitive.SELECT) {
      return ofChoice(choice.arguments(), input, upstream, value);
    }
    var derivative = new Derivative(expression);
    var sum = derivative.backward(input, upstream);
    return Optional.ofNullable(sum).map(s -> derivative.replaceRoot(s, value));
  }

  /// Where a branch is chosen its value is the result's, so `value` may stand for it.
  private static Optional<Expression> ofChoice(
      List<Expression> arguments, int input, Expression upstream, Expression value) {
    var then = of(arguments.get(1), input, upstream, value);
    var otherwise = of(arguments.get(2), input, upstream, value);
    if (then.equals(otherwise)) {
      return then;
    }
    var zero = Expression.constant(0);
    return Optional.of(arguments.get(0).select(then.orElse(zero), otherwise.orElse(zero)));
  }

  private void sort(Expression expression, IdentityHashMap<Expression, Boolean> seen) {
    if (seen.put(expression, true) == null) {
      if (expression instanceof Expression.Apply apply) {
        apply.arguments().forEach(argument -> sort(argument, seen));
      }
      order.add(expression);
    }
  }

  private @Nullable Expression backward(int input, Expression seed) {
    upstream.put(root, seed);
    @Nullable Expression sum = null;
    for (var part : order.reversed()) {
      var arriving = upstream.get(part);
      if (arriving == null) {
        continue;
      }
      if (part instanceof Expression.Input leaf && leaf.index() == input) {
        sum = sum == null ? arriving : sum.add(arriving);
      } else if (part instanceof Expression.Apply apply) {
        pass(apply, input, arriving);
      }
    }
    return sum;
  }

  private void pass(Expression.Apply apply, int input, Expression arriving) {
    var arguments = apply.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      if (!dependsOn(argument, input)) {
        continue;
      }
      var term = apply.function().partial(i, arguments, apply, arriving);
      if (term.isPresent()) {
        var before = upstream.get(argument);
        upstream.put(argument, before == null ? term.get() : before.add(term.get()));
      }
    }
  }

  private boolean dependsOn(Expression expression, int input) {
    var known = dependent.get(expression);
    if (known == null) {
      known =
          switch (expression) {
            case Expression.Input leaf -> leaf.index() == input;
            case Expression.Constant _ -> false;
            case Expression.Apply apply ->
                apply.arguments().stream().anyMatch(argument -> dependsOn(argument, input));
          };
      dependent.put(expression, known);
    }
    return known;
  }

  private Expression replaceRoot(Expression expression, Expression value) {
    if (expression.equals(root)) {
      return value;
    }
    if (!(expression instanceof Expression.Apply apply)) {
      return expression;
    }
    var known = replaced.get(expression);
    if (known == null) {
      var arguments =
          apply.arguments().stream().map(a -> replaceRoot(a, value)).toArray(Expression[]::new);
      known = Expression.apply(apply.function(), arguments);
      replaced.put(expression, known);
    }
    return known;
  }
}

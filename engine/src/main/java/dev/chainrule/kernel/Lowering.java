package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Turns expressions into the list of steps that a kernel computes, each once, arguments first.
///
/// In single precision, functions that are no machine instruction are replaced by their expansions.
/// Steps of equal structure become one object, so steps may be compared by identity.
final class Lowering {
  private final boolean expand;
  private final IdentityHashMap<Expression, Expression> lowered = new IdentityHashMap<>();
  private final Map<Expression, Expression> unique = new HashMap<>();
  private final List<Expression> steps = new ArrayList<>();

  private Lowering(boolean expand) {
    this.expand = expand;
  }

  /// The steps of some expressions.
  ///
  /// @param steps all steps, arguments first
  /// @param values the step that is each expression's value
  record Steps(List<Expression> steps, List<Expression> values) {}

  /// Returns the steps of some expressions.
  static Steps steps(List<Expression> bodies, Element compute) {
    var lowering = new Lowering(compute == Element.F32);
    var values = bodies.stream().map(lowering::lower).toList();
    return new Steps(lowering.steps, values);
  }

  private Expression lower(Expression expression) {
    var known = lowered.get(expression);
    if (known == null) {
      known = expression instanceof Expression.Apply apply ? lower(apply) : share(expression);
      lowered.put(expression, known);
    }
    return known;
  }

  private Expression lower(Expression.Apply apply) {
    var arguments = apply.arguments().stream().map(this::lower).toArray(Expression[]::new);
    if (expand) {
      var expansion = apply.function().single(arguments);
      if (expansion.isPresent()) {
        return lower(expansion.get());
      }
    }
    return share(Expression.apply(apply.function(), arguments));
  }

  private Expression share(Expression expression) {
    var before = unique.putIfAbsent(expression, expression);
    if (before == null) {
      steps.add(expression);
    }
    return before == null ? expression : before;
  }
}

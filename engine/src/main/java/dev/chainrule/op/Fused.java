package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pointwise function that somebody wrote as an [Expression]: computed in one pass over memory.
///
/// Its derivatives follow from the expression. Optimisers write their updates this way, and so can
/// anyone who needs a function that the catalogue does not have:
///
/// ```
/// Expression difference = input(0).sub(input(1));
/// Fused squaredDistance = Fused.of("squaredDistance", difference.mul(difference));
/// Tensor distance = squaredDistance.on(a, b);
/// ```
///
/// Inputs broadcast and meet in one floating-point type. Numbers that vary are inputs of their own,
/// single tensors, not constants of the expression: each expression has a kernel of its own.
public final class Fused implements Pointwise {
  private final String name;
  private final int arity;
  private final Expression body;
  private final PointwiseRules rules;

  private Fused(String name, int arity, Expression body) {
    this.name = name;
    this.arity = arity;
    this.body = body;
    this.rules = new PointwiseRules(name, arity, body);
  }

  /// Returns the function of as many tensors as the expression has inputs.
  ///
  /// @param name how messages call it
  public static Fused of(String name, Expression body) {
    return new Fused(name, inputs(body), body);
  }

  private static int inputs(Expression expression) {
    return switch (expression) {
      case Expression.Input input -> input.index() + 1;
      case Expression.Constant _ -> 0;
      case Expression.Apply apply ->
          apply.arguments().stream().mapToInt(Fused::inputs).max().orElse(0);
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Expression body() {
    return body;
  }

  @Override
  public PointwiseRules rules() {
    return rules;
  }

  @Override
  public DType computing(List<TensorType> inputs) {
    var met = DType.F32;
    for (var input : inputs) {
      met = met.promote(input.dtype());
    }
    return met;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    if (inputs.size() != arity) {
      throw new IllegalArgumentException(
          "%s: takes %d tensors, got %d".formatted(name, arity, inputs.size()));
    }
    return new TensorType(Broadcast.shape(name, inputs), computing(inputs));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shape = Elementwise.shape(inputs);
    return Plain.generate(
        shape,
        index -> body.evaluate(inputs.stream().mapToDouble(input -> input.get(index)).toArray()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fused that && name.equals(that.name) && body.equals(that.body);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + body.hashCode();
  }
}

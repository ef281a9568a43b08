package dev.chainrule.program;

import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Reshape;
import dev.chainrule.op.Sum;
import dev.chainrule.scalar.Primitive;
import java.util.Optional;

/// `g / Σ exp(x) · exp(x)` is `g · softmax(x)`, which does not overflow: the gradient of `ln Σ
/// exp(x)` and of `exp(x) / Σ exp(x)`.
final class SlopeOfLogSumExp implements StableRewrite {
  @Override
  public String name() {
    return "use softmax in gradients";
  }

  @Override
  public Optional<Node> stable(Term term, Node.Call call, Builder builder) {
    return Quotients.eitherSide(
        term,
        (value, power) -> {
          if (!power.is(Primitive.EXP)) {
            return Optional.empty();
          }
          var walk = new OverSums(builder, power);
          return walk.times(value)
              .flatMap(node ->
                  walk.sum.map(sum -> builder.call(Arithmetic.MUL, node, sum.shares(builder))));
        });
  }

  /// Multiplies by a sum of exponentials, which is the same along the axes that it goes over.
  private static final class OverSums extends Quotients {
    private final Term power;
    private Optional<PowerSum> sum = Optional.empty();

    OverSums(Builder builder, Term power) {
      super(builder, _ -> Optional.empty(), Optional.empty());
      this.power = power;
    }

    @Override
    Optional<Node> found(Term term) {
      if (term.is(Primitive.DIV)) {
        return isDividedBySum(term)
            ? Optional.of(builder.node(term.argument(0)))
            : Optional.empty();
      }
      if (!(term.value().isPresent() && term.value().get() instanceof Node.Call call)) {
        return super.found(term);
      }
      var input = call.inputs().getFirst();
      return switch (call.op()) {
        case Reshape _, Expand _ -> times(Term.of(input)).map(x -> builder.call(call.op(), x));
        case Sum over ->
            times(Term.of(input))
                .filter(
                    _ -> sum.filter(found -> found.isOver(over, input.type().shape())).isPresent())
                .map(x -> builder.call(over, x));
        default -> super.found(term);
      };
    }

    private boolean isDividedBySum(Term quotient) {
      var divisor =
          quotient
              .node(1)
              .flatMap(PowerSum::of)
              .filter(found -> power.value().filter(found.power()::equals).isPresent());
      if (divisor.isPresent() && sum.isEmpty()) {
        sum = divisor;
      }
      return divisor.isPresent() && sum.get().kept().equals(divisor.get().kept());
    }
  }
}

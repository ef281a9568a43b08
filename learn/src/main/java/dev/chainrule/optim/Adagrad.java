package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import java.util.List;

/// Adagrad: steps that shrink with the sum of all squared gradients so far.
///
/// `s ← s + g²`, and in step t `w ← w − rate / (1 + (t − 1) · slowing) · g / (√s + ε)`.
///
/// It remembers `sum` (s) of each parameter.
///
/// **Source**: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and
/// stochastic optimization", JMLR 12 (2011).
///
/// @param rate the learning rate, at least 0
/// @param slowing how fast the rate itself falls, at least 0, usually 0
/// @param initial what the sums start from, at least 0
/// @param epsilon added to the divisor, at least 0
/// @param decay how parameters are drawn towards zero
public record Adagrad(double rate, double slowing, double initial, double epsilon, Decay decay)
    implements UpdateRule {
  private static final String SUM = "sum";

  /// `s + g²`
  private static final Fused SUM_UP =
      Fused.of("sumOfSquares", input(0).add(input(1).mul(input(1))));

  /// `rate / (1 + (t − 1) · slowing)`
  private static final Fused SLOWED =
      Fused.of("slowedRate", input(0).div(input(1).sub(1).mul(input(2)).add(constant(1))));

  /// @throws IllegalArgumentException if a number is negative
  public Adagrad {
    Hyper.atLeastZero("Adagrad", "rate", rate);
    Hyper.atLeastZero("Adagrad", "slowing", slowing);
    Hyper.atLeastZero("Adagrad", "initial", initial);
    Hyper.atLeastZero("Adagrad", "epsilon", epsilon);
  }

  /// Returns Adagrad whose sums start from 0, with ε = 10⁻¹⁰.
  public static Adagrad of(double rate) {
    return new Adagrad(rate, 0, 0, 1e-10, Decay.none());
  }

  /// Returns this rule with a rate that falls by itself.
  public Adagrad slowing(double perStep) {
    return new Adagrad(rate, perStep, initial, epsilon, decay);
  }

  /// Returns this rule with sums that start from another number.
  public Adagrad initial(double sum) {
    return new Adagrad(rate, slowing, sum, epsilon, decay);
  }

  /// Returns this rule with decay.
  public Adagrad decay(Decay chosen) {
    return new Adagrad(rate, slowing, initial, epsilon, chosen);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot(SUM, initial));
  }

  @Override
  public Change at(Moment moment) {
    var slowed = SLOWED.on(moment.rate(), moment.count(), Tensor.scalar(slowing, DType.F64));
    var step = moment.number(slowed);
    var least = moment.number(epsilon);
    return (weight, gradient, memory) -> {
      var sum = memory.set(SUM, SUM_UP.on(memory.get(SUM), gradient));
      return Formulas.DESCENT_BY_RATIO.on(
          weight, gradient, Formulas.ROOT_PLUS.on(sum, least), step);
    };
  }
}

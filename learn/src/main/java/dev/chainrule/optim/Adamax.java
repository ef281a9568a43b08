package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// Adamax: Adam with the largest gradient so far, fading, in place of the root mean square.
///
/// `m ← m + (1 − β₁)(g − m)`, `u ← max(β₂ u, |g| + ε)`, and in step t `w ← w − rate / (1 − β₁ᵗ) · m
/// / u`.
///
/// It remembers `mean` (m) and `largest` (u) of each parameter.
///
/// **Source**: D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015,
/// section 7.
///
/// @param rate the learning rate, at least 0
/// @param momentum β₁, the share of the mean that is kept, at least 0 and below 1
/// @param beta2 the share of the largest gradient that is kept, at least 0 and below 1
/// @param epsilon added to the gradient's size, above 0
/// @param decay how parameters are drawn towards zero
public record Adamax(double rate, double momentum, double beta2, double epsilon, Decay decay)
    implements UpdateRule {
  private static final String MEAN = "mean";
  private static final String LARGEST = "largest";

  /// `max(β₂ u, |g| + ε)`
  private static final Fused FADING =
      Fused.of("fadingMaximum", larger(input(0).mul(input(2)), size(input(1)).add(input(3))));

  private static Expression size(Expression x) {
    return x.gt(0).select(x, x.neg());
  }

  private static Expression larger(Expression a, Expression b) {
    return a.lt(b).select(b, a);
  }

  /// @throws IllegalArgumentException if a number is out of range
  public Adamax {
    Hyper.atLeastZero("Adamax", "rate", rate);
    Hyper.share("Adamax", "beta1", momentum);
    Hyper.share("Adamax", "beta2", beta2);
    Hyper.aboveZero("Adamax", "epsilon", epsilon);
  }

  /// Returns Adamax with β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸.
  public static Adamax of(double rate) {
    return new Adamax(rate, 0.9, 0.999, 1e-8, Decay.none());
  }

  /// Returns this rule with decay.
  public Adamax decay(Decay chosen) {
    return new Adamax(rate, momentum, beta2, epsilon, chosen);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.zeros(MEAN), Slot.zeros(LARGEST));
  }

  @Override
  public Change at(Moment moment) {
    var correction = Formulas.correction(moment.momentum(), moment.count());
    var step = moment.number(moment.rate().div(correction));
    var share = moment.number(Moment.oneMinus(moment.momentum()));
    var kept = moment.number(beta2);
    var least = moment.number(epsilon);
    return (weight, gradient, memory) -> {
      var mean = memory.set(MEAN, Formulas.MEAN.on(memory.get(MEAN), gradient, share));
      var largest = memory.set(LARGEST, FADING.on(memory.get(LARGEST), gradient, kept, least));
      return Formulas.DESCENT_BY_RATIO.on(weight, mean, largest, step);
    };
  }
}

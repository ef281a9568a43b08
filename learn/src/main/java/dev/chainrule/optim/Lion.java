package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.op.Fused;
import java.util.List;

/// Lion: steps of one size in every element, in the direction of a running mean of the gradient.
///
/// `w ← w − rate · sign(m + (1 − β₁)(g − m))`, then `m ← m + (1 − β₂)(g − m)`. Since every element
/// moves by the whole rate, rates are 3 to 10 times smaller than Adam's, and decay as much larger.
///
/// It remembers `mean` (m) of each parameter.
///
/// **Source**: X. Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023.
///
/// @param rate the learning rate, at least 0
/// @param momentum β₁, the share of the mean in the direction, at least 0 and below 1
/// @param beta2 the share of the mean that is kept, at least 0 and below 1
/// @param decay how parameters are drawn towards zero
public record Lion(double rate, double momentum, double beta2, Decay decay) implements UpdateRule {
  private static final String MEAN = "mean";

  /// `w − rate · sign(m + share · (g − m))`, of `w, g, m, share, rate`
  private static final Fused UPDATE =
      Fused.of(
          "lion",
          input(0).sub(input(4).mul(input(2).add(input(3).mul(input(1).sub(input(2)))).sign())));

  /// @throws IllegalArgumentException if a number is out of range
  public Lion {
    Hyper.atLeastZero("Lion", "rate", rate);
    Hyper.share("Lion", "beta1", momentum);
    Hyper.share("Lion", "beta2", beta2);
  }

  /// Returns Lion with β₁ = 0.9 and β₂ = 0.99.
  public static Lion of(double rate) {
    return new Lion(rate, 0.9, 0.99, Decay.none());
  }

  /// Returns this rule with another share of the mean in the direction.
  public Lion momentum(double beta1) {
    return new Lion(rate, beta1, beta2, decay);
  }

  /// Returns this rule with decay.
  public Lion decay(Decay chosen) {
    return new Lion(rate, momentum, beta2, chosen);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.zeros(MEAN));
  }

  @Override
  public Change at(Moment moment) {
    var step = moment.number(moment.rate());
    var ahead = moment.number(Moment.oneMinus(moment.momentum()));
    var share = moment.number(1 - beta2);
    return (weight, gradient, memory) -> {
      var mean = memory.get(MEAN);
      memory.set(MEAN, Formulas.MEAN.on(mean, gradient, share));
      return UPDATE.on(weight, gradient, mean, ahead, step);
    };
  }
}

package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// RAdam: Adam that does not divide by its mean square before that is known well enough.
///
/// `m ← m + (1 − β₁)(g − m)`, `v ← β₂ v + (1 − β₂) g²`. With `ρ∞ = 2 / (1 − β₂) − 1` and `ρ = ρ∞ −
/// 2 t β₂ᵗ / (1 − β₂ᵗ)` in step t, `w ← w − rate / (1 − β₁ᵗ) · m · s`, where `s = 1` while `ρ ≤ 5`,
/// and later `s = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ)) · √(1 − β₂ᵗ) / (√v + ε)`.
///
/// It remembers `mean` (m) and `square` (v) of each parameter.
///
/// **Source**: L. Liu et al., "On the variance of the adaptive learning rate and beyond", ICLR
/// 2020.
///
/// @param rate the learning rate, at least 0
/// @param momentum β₁, the share of the mean that is kept, at least 0 and below 1
/// @param beta2 the share of the mean square that is kept, above 0 and below 1
/// @param epsilon added to the divisor, at least 0
/// @param decay how parameters are drawn towards zero
public record RAdam(double rate, double momentum, double beta2, double epsilon, Decay decay)
    implements UpdateRule {
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";

  /// Of `β₂` and `t`: all of `s` that is the same for every element; 0 while `ρ ≤ 5`.
  private static final Fused RECTIFICATION = Fused.of("rectification", rectification());

  /// `w − step · m · (r / (√v + ε))`, or `w − step · m` for `r = 0`.
  private static final Fused UPDATE = Fused.of("radam", update(input(0), input(1), input(2)));

  private static Expression rectification() {
    var power = input(0).log().mul(input(1)).exp();
    var seen = constant(1).sub(power);
    var most = constant(2).div(constant(1).sub(input(0))).sub(1);
    var now = most.sub(constant(2).mul(input(1)).mul(power).div(seen));
    var above = now.sub(4).mul(now.sub(2)).mul(most);
    var below = most.sub(4).mul(most.sub(2)).mul(now);
    return now.gt(5).select(above.div(below).sqrt().mul(seen.sqrt()), constant(0));
  }

  private static Expression update(Expression w, Expression m, Expression v) {
    var scaled = m.mul(input(4).div(v.sqrt().add(input(5))));
    return w.sub(input(3).mul(input(4).gt(0).select(scaled, m)));
  }

  /// @throws IllegalArgumentException if a number is out of range
  public RAdam {
    Hyper.atLeastZero("RAdam", "rate", rate);
    Hyper.share("RAdam", "beta1", momentum);
    Hyper.share("RAdam", "beta2", beta2);
    Hyper.atLeastZero("RAdam", "epsilon", epsilon);
  }

  /// Returns RAdam with β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸.
  public static RAdam of(double rate) {
    return new RAdam(rate, 0.9, 0.999, 1e-8, Decay.none());
  }

  /// Returns this rule with decay.
  public RAdam decay(Decay chosen) {
    return new RAdam(rate, momentum, beta2, epsilon, chosen);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.zeros(MEAN), Slot.zeros(SQUARE));
  }

  @Override
  public Change at(Moment moment) {
    var t = moment.count();
    var step = moment.number(moment.rate().div(Formulas.correction(moment.momentum(), t)));
    var rectified = moment.number(RECTIFICATION.on(Tensor.scalar(beta2, DType.F64), t));
    var share = moment.number(Moment.oneMinus(moment.momentum()));
    var kept = moment.number(beta2);
    var added = moment.number(1 - beta2);
    var least = moment.number(epsilon);
    return (weight, gradient, memory) -> {
      var mean = memory.set(MEAN, Formulas.MEAN.on(memory.get(MEAN), gradient, share));
      var square =
          memory.set(SQUARE, Formulas.SQUARES.on(memory.get(SQUARE), gradient, kept, added));
      return UPDATE.on(weight, mean, square, step, rectified, least);
    };
  }
}

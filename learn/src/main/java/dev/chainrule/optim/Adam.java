package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// Adam: steps scaled by running means of the gradient and of its square; AdamW with decoupled
/// decay.
///
/// `m ← m + (1 − β₁)(g − m)`, `v ← β₂ v + (1 − β₂) g²`, and in step t `w ← w − rate / (1 − β₁ᵗ) · m
/// / (√v / √(1 − β₂ᵗ) + ε)`.
///
/// It remembers `mean` (m) and `square` (v) of each parameter, and with AMSGrad `largest`, the
/// largest v so far, which takes v's place.
///
/// **Source**: D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015;
/// AMSGrad: S. J. Reddi, S. Kale, S. Kumar, ICLR 2018.
///
/// @param rate the learning rate, at least 0
/// @param momentum β₁, the share of the mean that is kept, at least 0 and below 1
/// @param beta2 the share of the mean square that is kept, at least 0 and below 1
/// @param epsilon added to the divisor, at least 0
/// @param amsgrad whether the divisor never falls
/// @param decay how parameters are drawn towards zero
public record Adam(
    double rate, double momentum, double beta2, double epsilon, boolean amsgrad, Decay decay)
    implements UpdateRule {
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";
  private static final String LARGEST = "largest";

  /// `w − step · m / (√v / root + ε)`
  private static final Fused UPDATE = Fused.of("adam", update(input(0), input(1), input(2)));

  private static Expression update(Expression w, Expression m, Expression v) {
    var divisor = v.sqrt().div(input(4)).add(input(5));
    return w.sub(input(3).mul(m.div(divisor)));
  }

  /// @throws IllegalArgumentException if a number is out of range
  public Adam {
    Hyper.atLeastZero("Adam", "rate", rate);
    Hyper.share("Adam", "beta1", momentum);
    Hyper.share("Adam", "beta2", beta2);
    Hyper.atLeastZero("Adam", "epsilon", epsilon);
  }

  /// Returns Adam with β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸.
  public static Adam of(double rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8, false, Decay.none());
  }

  /// Returns this rule with other shares that are kept.
  public Adam betas(double beta1, double second) {
    return new Adam(rate, beta1, second, epsilon, amsgrad, decay);
  }

  /// Returns this rule with another addition to the divisor.
  public Adam epsilon(double added) {
    return new Adam(rate, momentum, beta2, added, amsgrad, decay);
  }

  /// Returns this rule with a divisor that never falls.
  public Adam withAmsgrad() {
    return new Adam(rate, momentum, beta2, epsilon, true, decay);
  }

  /// Returns this rule with decay.
  public Adam decay(Decay chosen) {
    return new Adam(rate, momentum, beta2, epsilon, amsgrad, chosen);
  }

  @Override
  public List<Slot> slots() {
    var slots = List.of(Slot.zeros(MEAN), Slot.zeros(SQUARE), Slot.zeros(LARGEST));
    return amsgrad ? slots : slots.subList(0, 2);
  }

  @Override
  public Change at(Moment moment) {
    var t = moment.count();
    var step = moment.number(moment.rate().div(Formulas.correction(moment.momentum(), t)));
    var root = moment.number(Formulas.rootOfCorrection(beta2, t));
    var share = moment.number(Moment.oneMinus(moment.momentum()));
    var kept = moment.number(beta2);
    var added = moment.number(1 - beta2);
    var least = moment.number(epsilon);
    return (weight, gradient, memory) -> {
      var mean = memory.set(MEAN, Formulas.MEAN.on(memory.get(MEAN), gradient, share));
      var square =
          memory.set(SQUARE, Formulas.SQUARES.on(memory.get(SQUARE), gradient, kept, added));
      if (amsgrad) {
        square = memory.set(LARGEST, Formulas.LARGER.on(memory.get(LARGEST), square));
      }
      return UPDATE.on(weight, mean, square, step, root, least);
    };
  }
}

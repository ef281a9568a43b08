package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// NAdam: Adam that looks ahead as Nesterov's momentum does, with a momentum that grows from half
/// of β₁ towards β₁.
///
/// `m ← m + (1 − β₁)(g − m)`, `v ← β₂ v + (1 − β₂) g²`, and in step t with `μₜ = β₁ (1 − ½ ·
/// 0.96^(tψ))`, `Mₜ = Π μᵢ` and `d = √(v / (1 − β₂ᵗ)) + ε`: `w ← w − rate · ((1 − μₜ) / (1 − Mₜ) ·
/// g
/// + μₜ₊₁ / (1 − Mₜ μₜ₊₁) · m) / d`.
///
/// It remembers `mean` (m), `square` (v) and `product` (M, one number) of each parameter.
///
/// **Source**: T. Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
///
/// @param rate the learning rate, at least 0
/// @param momentum β₁, the share of the mean that is kept, at least 0 and below 1
/// @param beta2 the share of the mean square that is kept, at least 0 and below 1
/// @param epsilon added to the divisor, at least 0
/// @param growth ψ, how fast the momentum grows, at least 0
/// @param decay how parameters are drawn towards zero
public record NAdam(
    double rate, double momentum, double beta2, double epsilon, double growth, Decay decay)
    implements UpdateRule {
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";
  private static final String PRODUCT = "product";
  private static final double BASE = 0.96;

  /// `β₁ (1 − ½ · 0.96^x1)`, of `β₁, tψ`
  private static final Fused GROWING =
      Fused.of(
          "growingMomentum",
          input(0).mul(constant(1).sub(input(1).mul(Math.log(BASE)).exp().mul(0.5))));

  /// `w − a · g / d − b · m / d`, `d = √(v / c) + ε`, of `w, g, m, v, a, b, c, ε`
  private static final Fused UPDATE = Fused.of("nadam", update());

  private static Expression update() {
    var divisor = input(3).div(input(6)).sqrt().add(input(7));
    return input(0)
        .sub(input(4).mul(input(1).div(divisor)))
        .sub(input(5).mul(input(2).div(divisor)));
  }

  /// @throws IllegalArgumentException if a number is out of range
  public NAdam {
    Hyper.atLeastZero("NAdam", "rate", rate);
    Hyper.share("NAdam", "beta1", momentum);
    Hyper.share("NAdam", "beta2", beta2);
    Hyper.atLeastZero("NAdam", "epsilon", epsilon);
    Hyper.atLeastZero("NAdam", "growth", growth);
  }

  /// Returns NAdam with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and ψ = 0.004.
  public static NAdam of(double rate) {
    return new NAdam(rate, 0.9, 0.999, 1e-8, 4e-3, Decay.none());
  }

  /// Returns this rule with decay.
  public NAdam decay(Decay chosen) {
    return new NAdam(rate, momentum, beta2, epsilon, growth, chosen);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.zeros(MEAN), Slot.zeros(SQUARE), Slot.number(PRODUCT, 1));
  }

  @Override
  public Change at(Moment moment) {
    var t = moment.count();
    var now = GROWING.on(moment.momentum(), t.mul(growth));
    var next = GROWING.on(moment.momentum(), t.add(1).mul(growth));
    var ofGradient = moment.rate().mul(Moment.oneMinus(now));
    var ofMean = moment.rate().mul(next);
    var seen = moment.number(Formulas.correction(Tensor.scalar(beta2, DType.F64), t));
    var share = moment.number(Moment.oneMinus(moment.momentum()));
    var kept = moment.number(beta2);
    var added = moment.number(1 - beta2);
    var least = moment.number(epsilon);
    return (weight, gradient, memory) -> {
      var product = memory.set(PRODUCT, memory.get(PRODUCT).mul(now.to(DType.F32))).to(DType.F64);
      var mean = memory.set(MEAN, Formulas.MEAN.on(memory.get(MEAN), gradient, share));
      var square =
          memory.set(SQUARE, Formulas.SQUARES.on(memory.get(SQUARE), gradient, kept, added));
      var a = moment.number(ofGradient.div(Moment.oneMinus(product)));
      var b = moment.number(ofMean.div(Moment.oneMinus(product.mul(next))));
      return UPDATE.on(weight, gradient, mean, square, a, b, seen, least);
    };
  }
}

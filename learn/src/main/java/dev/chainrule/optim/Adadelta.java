package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.op.Fused;
import java.util.List;

/// Adadelta: steps as large as the steps before, measured against the gradients before.
///
/// `v ← ρ v + (1 − ρ) g²`, `d = √(u + ε) / √(v + ε) · g`, `u ← ρ u + (1 − ρ) d²` and `w ← w − rate
/// · d`.
///
/// It remembers `square` (v) and `change` (u) of each parameter.
///
/// **Source**: M. D. Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
///
/// @param rate the learning rate, at least 0, usually 1
/// @param rho the share of both means that is kept, at least 0 and below 1
/// @param epsilon added below both roots, at least 0
/// @param decay how parameters are drawn towards zero
public record Adadelta(double rate, double rho, double epsilon, Decay decay) implements UpdateRule {
  private static final String SQUARE = "square";
  private static final String CHANGE = "change";

  /// `√(u + ε) / √(v + ε) · g`
  private static final Fused DIRECTION =
      Fused.of(
          "adadelta",
          input(0).add(input(3)).sqrt().div(input(1).add(input(3)).sqrt()).mul(input(2)));

  /// @throws IllegalArgumentException if a number is out of range
  public Adadelta {
    Hyper.atLeastZero("Adadelta", "rate", rate);
    Hyper.share("Adadelta", "rho", rho);
    Hyper.atLeastZero("Adadelta", "epsilon", epsilon);
  }

  /// Returns Adadelta with ρ = 0.9 and ε = 10⁻⁶.
  public static Adadelta of(double rate) {
    return new Adadelta(rate, 0.9, 1e-6, Decay.none());
  }

  /// Returns this rule with decay.
  public Adadelta decay(Decay chosen) {
    return new Adadelta(rate, rho, epsilon, chosen);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.zeros(SQUARE), Slot.zeros(CHANGE));
  }

  @Override
  public Change at(Moment moment) {
    var step = moment.number(moment.rate());
    var kept = moment.number(rho);
    var added = moment.number(1 - rho);
    var least = moment.number(epsilon);
    return (weight, gradient, memory) -> {
      var square =
          memory.set(SQUARE, Formulas.SQUARES.on(memory.get(SQUARE), gradient, kept, added));
      var change = memory.get(CHANGE);
      var direction = DIRECTION.on(change, square, gradient, least);
      memory.set(CHANGE, Formulas.SQUARES.on(change, direction, kept, added));
      return Formulas.DESCENT.on(weight, direction, step);
    };
  }
}

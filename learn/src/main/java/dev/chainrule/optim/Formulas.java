package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;

/// Parts that several update rules share, each one pass over memory.
final class Formulas {
  /// `w − step · d`, of `w, d, step`: plain descent.
  static final Fused DESCENT = Fused.of("descent", input(0).sub(input(2).mul(input(1))));

  /// `w − step · (a / b)`, of `w, a, b, step`
  static final Fused DESCENT_BY_RATIO =
      Fused.of("descentByRatio", input(0).sub(input(3).mul(input(1).div(input(2)))));

  /// `m + share · (g − m)`, of `m, g, share`: a running mean.
  static final Fused MEAN =
      Fused.of("runningMean", input(0).add(input(2).mul(input(1).sub(input(0)))));

  /// `kept · v + added · g²`, of `v, g, kept, added`: a running mean of squares.
  static final Fused SQUARES =
      Fused.of("runningSquare", input(0).mul(input(2)).add(input(1).mul(input(1)).mul(input(3))));

  /// `√v + ε`, of `v, ε`
  static final Fused ROOT_PLUS = Fused.of("rootPlus", input(0).sqrt().add(input(1)));

  /// `max(a, b)`
  static final Fused LARGER = Fused.of("larger", input(0).lt(input(1)).select(input(1), input(0)));

  private static final Fused CORRECTION =
      Fused.of("correction", constant(1).sub(power(input(0), input(1))));

  private static final Fused ROOT_OF_CORRECTION =
      Fused.of("rootOfCorrection", constant(1).sub(power(input(0), input(1))).sqrt());

  private Formulas() {}

  private static Expression power(Expression base, Expression exponent) {
    return base.log().mul(exponent).exp();
  }

  /// Returns `1 − βᵗ`, what a running mean that began with zeros has seen in t steps; 1 for β = 0.
  static Tensor correction(Tensor beta, Tensor t) {
    return CORRECTION.on(beta, t);
  }

  /// Returns `√(1 − βᵗ)`.
  static Tensor rootOfCorrection(double beta, Tensor t) {
    return ROOT_OF_CORRECTION.on(Tensor.scalar(beta, DType.F64), t);
  }
}

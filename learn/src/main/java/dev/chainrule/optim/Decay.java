package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;

/// How parameters are drawn towards zero.
///
/// Penalties change the gradient, `g + l2 · w + l1 · sign(w)`, before anything else sees it;
/// decoupled decay shrinks the parameter itself, `w · (1 − rate · decoupled)`, before the rest of
/// the step.
///
/// **Source**: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019.
///
/// @param l1 weight of the penalty `Σ |w|`, at least 0
/// @param l2 weight of the penalty `½ Σ w²`, at least 0
/// @param decoupled share by which a parameter shrinks in a step of rate 1, at least 0
public record Decay(double l1, double l2, double decoupled) {
  private static final Expression W = input(1);
  private static final Expression SIGN =
      W.gt(0).select(constant(1), W.lt(constant(0)).select(constant(-1), W));

  /// `g + c · w`
  private static final Fused L2 = Fused.of("l2", input(0).add(input(2).mul(W)));

  /// `g + c · sign(w)`
  private static final Fused L1 = Fused.of("l1", input(0).add(input(2).mul(SIGN)));

  /// @throws IllegalArgumentException if a number is negative
  public Decay {
    Hyper.atLeastZero("Decay", "l1", l1);
    Hyper.atLeastZero("Decay", "l2", l2);
    Hyper.atLeastZero("Decay", "decoupled", decoupled);
  }

  /// Returns no decay.
  public static Decay none() {
    return new Decay(0, 0, 0);
  }

  /// Returns the penalty `weight · Σ |w|`.
  public static Decay l1(double weight) {
    return new Decay(weight, 0, 0);
  }

  /// Returns the penalty `weight/2 · Σ w²`.
  public static Decay l2(double weight) {
    return new Decay(0, weight, 0);
  }

  /// Returns decay that does not pass through the gradient.
  public static Decay decoupled(double weight) {
    return new Decay(0, 0, weight);
  }

  /// Returns this decay and another.
  public Decay and(Decay other) {
    return new Decay(l1 + other.l1, l2 + other.l2, decoupled + other.decoupled);
  }

  /// Returns a gradient with the penalties' own added.
  Tensor penalize(Tensor gradient, Tensor weight, Moment moment) {
    var sum = gradient;
    if (l2 != 0) {
      sum = L2.on(sum, weight, moment.number(l2));
    }
    if (l1 != 0) {
      sum = L1.on(sum, weight, moment.number(l1));
    }
    return sum;
  }

  /// Returns the factor of decoupled decay in one step.
  Tensor factor(Moment moment) {
    return moment.number(Moment.oneMinus(moment.rate().mul(decoupled)));
  }
}

package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.op.Fused;
import java.util.ArrayList;
import java.util.List;

/// RMSProp: steps divided by a running root mean square of the gradient.
///
/// `v ← α v + (1 − α) g²` and `w ← w − rate · g / (√v + ε)`. Centred, the square of the running
/// mean `a ← a + (1 − α)(g − a)` is taken from `v` below the root. With momentum μ, `b ← μ b + g /
/// (√v + ε)` and `w ← w − rate · b`.
///
/// It remembers `square` (v) of each parameter, centred `mean` (a), and with momentum `momentum`
/// (b).
///
/// **Source**: T. Tieleman, G. Hinton, "Lecture 6.5: RMSProp", Coursera, 2012; centred: A. Graves,
/// "Generating sequences with recurrent neural networks", 2013.
///
/// @param rate the learning rate, at least 0
/// @param alpha the share of the mean square that is kept, at least 0 and below 1
/// @param momentum the share of the last change that is kept, at least 0 and below 1
/// @param centred whether the variance is used in place of the mean square
/// @param epsilon added to the divisor, at least 0
/// @param decay how parameters are drawn towards zero
public record RmsProp(
    double rate, double alpha, double momentum, boolean centred, double epsilon, Decay decay)
    implements UpdateRule {
  private static final String SQUARE = "square";
  private static final String MEAN = "mean";
  private static final String VELOCITY = "momentum";

  /// `v − a²`
  private static final Fused VARIANCE = Fused.of("variance", input(0).sub(input(1).mul(input(1))));

  /// `μ b + g / d`
  private static final Fused VELOCITY_OF_RATIO =
      Fused.of("velocity", input(0).mul(input(3)).add(input(1).div(input(2))));

  /// @throws IllegalArgumentException if a number is out of range
  public RmsProp {
    Hyper.atLeastZero("RmsProp", "rate", rate);
    Hyper.share("RmsProp", "alpha", alpha);
    Hyper.share("RmsProp", "momentum", momentum);
    Hyper.atLeastZero("RmsProp", "epsilon", epsilon);
  }

  /// Returns RMSProp with α = 0.99 and ε = 10⁻⁸.
  public static RmsProp of(double rate) {
    return new RmsProp(rate, 0.99, 0, false, 1e-8, Decay.none());
  }

  /// Returns this rule with another share of the mean square that is kept.
  public RmsProp alpha(double share) {
    return new RmsProp(rate, share, momentum, centred, epsilon, decay);
  }

  /// Returns this rule with momentum.
  public RmsProp momentum(double share) {
    return new RmsProp(rate, alpha, share, centred, epsilon, decay);
  }

  /// Returns this rule with the variance in place of the mean square.
  public RmsProp withCentring() {
    return new RmsProp(rate, alpha, momentum, true, epsilon, decay);
  }

  /// Returns this rule with decay.
  public RmsProp decay(Decay chosen) {
    return new RmsProp(rate, alpha, momentum, centred, epsilon, chosen);
  }

  @Override
  public List<Slot> slots() {
    var slots = new ArrayList<Slot>();
    slots.add(Slot.zeros(SQUARE));
    if (centred) {
      slots.add(Slot.zeros(MEAN));
    }
    if (momentum != 0) {
      slots.add(Slot.zeros(VELOCITY));
    }
    return slots;
  }

  @Override
  public Change at(Moment moment) {
    var step = moment.number(moment.rate());
    var kept = moment.number(alpha);
    var added = moment.number(1 - alpha);
    var least = moment.number(epsilon);
    var share = moment.number(moment.momentum());
    return (weight, gradient, memory) -> {
      var square =
          memory.set(SQUARE, Formulas.SQUARES.on(memory.get(SQUARE), gradient, kept, added));
      if (centred) {
        var mean = memory.set(MEAN, Formulas.MEAN.on(memory.get(MEAN), gradient, added));
        square = VARIANCE.on(square, mean);
      }
      var divisor = Formulas.ROOT_PLUS.on(square, least);
      if (momentum == 0) {
        return Formulas.DESCENT_BY_RATIO.on(weight, gradient, divisor, step);
      }
      var before = memory.get(VELOCITY);
      var velocity = memory.set(VELOCITY, VELOCITY_OF_RATIO.on(before, gradient, divisor, share));
      return Formulas.DESCENT.on(weight, velocity, step);
    };
  }
}

package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import java.util.List;

/// Gradient descent, with momentum if wanted.
///
/// `w ← w − rate · g`. With momentum μ and dampening τ, `v ← μ · v + (1 − τ) · g`, in the first
/// step `v ← g`, and `w ← w − rate · v`, or with Nesterov's momentum `w ← w − rate · (g + μ · v)`.
///
/// It remembers `momentum` of each parameter, if the momentum is not 0.
///
/// **Source**: I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the importance of initialization
/// and momentum in deep learning", ICML 2013, in the form in which PyTorch has it.
///
/// @param rate the learning rate, at least 0
/// @param momentum the share of the last change that is kept, at least 0 and below 1
/// @param dampening the share of the gradient that is not added to the momentum, usually 0
/// @param nesterov whether the gradient counts twice, as if it had been taken one step further
/// @param decay how parameters are drawn towards zero
public record Sgd(double rate, double momentum, double dampening, boolean nesterov, Decay decay)
    implements UpdateRule {
  private static final String VELOCITY = "momentum";

  /// `v · μ + g · share`
  private static final Fused MIX =
      Fused.of("momentum", input(0).mul(input(2)).add(input(1).mul(input(3))));

  /// `g + v · μ`
  private static final Fused AHEAD = Fused.of("nesterov", input(0).add(input(1).mul(input(2))));

  /// `1` in step 1, later `1 − τ`
  private static final Fused LATER =
      Fused.of("dampening", input(0).gt(1).select(constant(1).sub(input(1)), constant(1)));

  /// @throws IllegalArgumentException if a number is out of range, or Nesterov's momentum is asked
  ///   for without momentum or with dampening
  public Sgd {
    Hyper.atLeastZero("Sgd", "rate", rate);
    Hyper.share("Sgd", "momentum", momentum);
    Hyper.atLeastZero("Sgd", "dampening", dampening);
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "Sgd: Nesterov's momentum needs a momentum above 0 and dampening 0, got %s and %s"
              .formatted(momentum, dampening));
    }
  }

  /// Returns plain gradient descent.
  public static Sgd of(double rate) {
    return new Sgd(rate, 0, 0, false, Decay.none());
  }

  /// Returns this rule with momentum.
  public Sgd momentum(double share) {
    return new Sgd(rate, share, dampening, nesterov, decay);
  }

  /// Returns this rule with Nesterov's momentum.
  public Sgd nesterov(double share) {
    return new Sgd(rate, share, dampening, true, decay);
  }

  /// Returns this rule with dampening.
  public Sgd dampening(double share) {
    return new Sgd(rate, momentum, share, nesterov, decay);
  }

  /// Returns this rule with decay.
  public Sgd decay(Decay chosen) {
    return new Sgd(rate, momentum, dampening, nesterov, chosen);
  }

  @Override
  public List<Slot> slots() {
    return momentum == 0 ? List.of() : List.of(Slot.zeros(VELOCITY));
  }

  @Override
  public Change at(Moment moment) {
    var step = moment.number(moment.rate());
    if (momentum == 0) {
      return (weight, gradient, memory) -> Formulas.DESCENT.on(weight, gradient, step);
    }
    var kept = moment.number(moment.momentum());
    var added = moment.number(added(moment));
    return (weight, gradient, memory) -> {
      var velocity = memory.set(VELOCITY, MIX.on(memory.get(VELOCITY), gradient, kept, added));
      var direction = nesterov ? AHEAD.on(gradient, velocity, kept) : velocity;
      return Formulas.DESCENT.on(weight, direction, step);
    };
  }

  /// The share of the gradient that is added: all of it in the first step.
  private Tensor added(Moment moment) {
    if (dampening == 0) {
      return Tensor.scalar(1, DType.F64);
    }
    return LATER.on(moment.count(), Tensor.scalar(dampening, DType.F64));
  }
}

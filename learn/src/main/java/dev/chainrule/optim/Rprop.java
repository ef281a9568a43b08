package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// Rprop: every element has a step size of its own, which grows while its slope keeps its sign and
/// shrinks when the sign turns; how steep the slope is does not matter. For whole batches.
///
/// `s ← s · grow` where `g · p > 0`, `s ← s · shrink` and `g ← 0` where `g · p < 0`, `s` within its
/// bounds; `w ← w − s · sign(g)`, `p ← g`.
///
/// It remembers `previous` (p) and `size` (s) of each parameter. A schedule scales all steps.
///
/// **Source**: M. Riedmiller, H. Braun, "A direct adaptive method for faster backpropagation
/// learning: the RPROP algorithm", ICNN 1993.
///
/// @param rate the first step size, above 0
/// @param shrink the factor when the sign turns, above 0 and below 1
/// @param grow the factor while the sign stays, at least 1
/// @param least the smallest step size, above 0
/// @param largest the largest step size, at least `least`
public record Rprop(double rate, double shrink, double grow, double least, double largest)
    implements UpdateRule {
  private static final String PREVIOUS = "previous";
  private static final String SIZE = "size";

  /// `s` times a factor by the sign of `g · p`, within the bounds: of `s, g, p, shrink, grow,
  /// least, largest`
  private static final Fused SIZED = Fused.of("rpropSize", sized());

  /// `g`, but 0 where its sign turned: of `g, p`
  private static final Fused KEPT =
      Fused.of("rpropGradient", turned(input(0), input(1)).select(constant(0), input(0)));

  /// `w − scale · s · sign(g)`, of `w, s, g, scale`
  private static final Fused UPDATE =
      Fused.of("rprop", input(0).sub(input(3).mul(input(1)).mul(input(2).sign())));

  private static Expression sized() {
    var turned = turned(input(1), input(2));
    var stays = input(1).mul(input(2)).gt(0);
    var factor = turned.select(input(3), stays.select(input(4), constant(1)));
    var size = input(0).mul(factor);
    var raised = size.lt(input(5)).select(input(5), size);
    return input(6).lt(raised).select(input(6), raised);
  }

  private static Expression turned(Expression g, Expression p) {
    return g.mul(p).lt(constant(0));
  }

  /// @throws IllegalArgumentException if a number is out of range
  public Rprop {
    Hyper.aboveZero("Rprop", "rate", rate);
    Hyper.aboveZero("Rprop", "shrink", shrink);
    Hyper.share("Rprop", "shrink", shrink);
    Hyper.atLeast("Rprop", "grow", grow, 1);
    Hyper.aboveZero("Rprop", "least", least);
    Hyper.atLeast("Rprop", "largest", largest, least);
  }

  /// Returns Rprop with factors 0.5 and 1.2 and step sizes from 10⁻⁶ to 50.
  public static Rprop of(double rate) {
    return new Rprop(rate, 0.5, 1.2, 1e-6, 50);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.zeros(PREVIOUS), new Slot(SIZE, rate));
  }

  @Override
  public Change at(Moment moment) {
    var scale = moment.number(moment.rate().div(rate));
    var down = moment.number(shrink);
    var up = moment.number(grow);
    var lowest = moment.number(least);
    var highest = moment.number(largest);
    return (weight, gradient, memory) -> {
      var previous = memory.get(PREVIOUS);
      var size =
          memory.set(
              SIZE, SIZED.on(memory.get(SIZE), gradient, previous, down, up, lowest, highest));
      var kept = memory.set(PREVIOUS, KEPT.on(gradient, previous));
      return UPDATE.on(weight, size, kept, scale);
    };
  }
}

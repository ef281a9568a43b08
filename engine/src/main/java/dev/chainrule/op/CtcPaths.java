package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// The paths through time that become given labels.
///
/// A path stands at one of `2 · longest + 1` states: the labels with a blank before, between and
/// after them. From one step to the next it stays, moves on by one state, or by two if that leaves
/// out a blank between different labels.
final class CtcPaths {
  /// The logarithm of a probability of 0: finite, so that sums of such have slopes.
  static final double NEVER = -1e30;

  /// `ln(exp x0 + exp x1 + (exp x2 where x3)) + x4`, and `x0` where not `x5`
  private static final Fused STEP =
      Fused.of(
          "ctcStep",
          input(5)
              .select(
                  Expression.apply(
                          Primitive.LOGADDEXP,
                          Expression.apply(Primitive.LOGADDEXP, input(0), input(1)),
                          input(3).select(input(2), Expression.constant(NEVER)))
                      .add(input(4)),
                  input(0)));

  private final Tensor states;
  private final Tensor skips;
  private final Tensor lengths;

  /// @param labels `[n, longest]`
  /// @param lengths `[n]`, how many labels count
  CtcPaths(Tensor labels, Tensor lengths, int blank) {
    int n = labels.shape().size(0);
    int longest = labels.shape().size(1);
    var blanks = Tensor.full(labels.shape(), blank, DType.I64);
    var counts = Comparisons.LT.on(Tensor.range(longest), lengths.unsqueeze(-1));
    var pairs = Tensor.stack(2, blanks, counts.where(labels, blanks)).reshape(n, 2 * longest);
    this.states = Tensor.concatenate(1, pairs, Tensor.full(Shape.of(n, 1), blank, DType.I64));
    var before = Tensor.concatenate(1, Tensor.full(Shape.of(n, 2), blank, DType.I64), states);
    var differs = Comparisons.NE.on(states, before.slice(1, 0, 2 * longest + 1));
    this.skips = Comparisons.AND.on(differs, states.ne(blank));
    this.lengths = lengths;
  }

  /// Returns the logarithm of the paths' probability, `[n]`.
  ///
  /// @param logs of the classes' probabilities, `[n, time, classes]`
  /// @param times how many steps count, `[n]`
  Tensor logarithm(Tensor logs, Tensor times) {
    int steps = logs.shape().size(1);
    int count = states.shape().size(1);
    var never = Tensor.scalar(NEVER, logs.dtype());
    var places = states.unsqueeze(1).expand(logs.shape().size(0), steps, count);
    var emitted = Gather.of(logs, 2, places).maximum(never);
    var current = Tensor.range(count).lt(2).where(emitted.select(1, 0), never);
    var outside = never.expand(logs.shape().size(0), 2);
    for (int t = 1; t < steps; t++) {
      var padded = Concatenate.of(1, List.of(outside, current));
      current =
          STEP.on(
              current,
              padded.slice(1, 1, count + 1),
              padded.slice(1, 0, count),
              skips,
              emitted.select(1, t),
              times.gt(t).unsqueeze(-1));
    }
    return ended(current, never);
  }

  /// Returns the logarithm of the probability to stand at the last label or at the blank after it.
  private Tensor ended(Tensor logarithms, Tensor never) {
    var last = lengths.mul(2).unsqueeze(-1);
    var label = last.sub(1).maximum(Tensor.scalar(0, DType.I64));
    var atBlank = Gather.of(logarithms, 1, last).squeeze(-1);
    var atLabel = Gather.of(logarithms, 1, label).squeeze(-1);
    return Exponentials.LOG_ADD_EXP.on(atBlank, lengths.gt(0).where(atLabel, never));
  }
}

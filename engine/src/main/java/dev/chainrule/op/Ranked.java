package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.op.Extremum.Kind;

/// Elements chosen along one axis by comparison, and where they were.
///
/// NaN is larger than every number, except that it also wins where the smallest is asked for by
/// [#min] and [#cumulativeMin]. Gradients go to the elements whose indices are given.
///
/// @param values the elements, differentiable
/// @param indices their places along the axis, `I64`
public record Ranked(Tensor values, Tensor indices) {

  /// Returns the largest element along an axis, which is gone; the first one at a tie. [Extremum]
  /// shares the gradient among ties instead.
  public static Ranked max(Tensor x, int axis) {
    return of(x, new ArgExtremum(Kind.MAX, axis, false));
  }

  /// Returns the smallest element along an axis, which is gone; the first one at a tie.
  public static Ranked min(Tensor x, int axis) {
    return of(x, new ArgExtremum(Kind.MIN, axis, false));
  }

  /// Returns for every place of an axis the largest element up to there; the last one at a tie.
  public static Ranked cumulativeMax(Tensor x, int axis) {
    return of(x, new ArgCumulative(Kind.MAX, axis));
  }

  /// Returns for every place of an axis the smallest element up to there; the last one at a tie.
  public static Ranked cumulativeMin(Tensor x, int axis) {
    return of(x, new ArgCumulative(Kind.MIN, axis));
  }

  /// Returns the element that occurs most often along an axis, which is gone; the smallest at a
  /// tie, and its last place.
  public static Ranked mode(Tensor x, int axis) {
    return of(x, new ArgMode(axis, false));
  }

  /// Returns the elements of an axis in order; equal ones keep theirs.
  public static Ranked sort(Tensor x, int axis, boolean descending) {
    return of(x, new ArgSort(axis, descending));
  }

  /// Returns the largest elements of an axis, the largest first; at ties those with the smallest
  /// indices.
  public static Ranked topK(Tensor x, int count, int axis) {
    return of(x, new ArgTopK(count, axis, true));
  }

  /// Returns the smallest elements of an axis, the smallest first; at ties those with the smallest
  /// indices.
  public static Ranked bottomK(Tensor x, int count, int axis) {
    return of(x, new ArgTopK(count, axis, false));
  }

  /// Returns the element of an axis, which is gone, that stands at a place once they are sorted
  /// ascending: 0 is the smallest.
  public static Ranked nth(Tensor x, int place, int axis) {
    var first = bottomK(x, place + 1, axis);
    return new Ranked(
        Slice.select(first.values, axis, place), Slice.select(first.indices, axis, place));
  }

  /// Returns what a ranking finds.
  public static Ranked of(Tensor x, Ranking ranking) {
    var indices = ranking.on(x);
    return new Ranked(new Chosen(ranking).at(x, indices), indices);
  }
}

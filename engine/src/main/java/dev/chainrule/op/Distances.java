package dev.chainrule.op;

import dev.chainrule.Tensor;

/// Distances between vectors, which lie along the last axis: [Norm]s of differences.
public final class Distances {
  private Distances() {}

  /// Returns the Euclidean distance of each vector from the one at the same place; outer axes
  /// broadcast.
  public static Tensor of(Tensor a, Tensor b) {
    return of(a, b, 2, 0, false);
  }

  /// Returns `‖a − b + ε‖` by a norm of any order.
  ///
  /// @param epsilon is added to every difference, so that equal vectors have a slope
  /// @param keep whether the last axis stays, with size 1
  public static Tensor of(Tensor a, Tensor b, double order, double epsilon, boolean keep) {
    var difference = a.sub(b);
    var shifted = epsilon == 0 ? difference : difference.add(epsilon);
    return new Norm(order, Axes.of(-1), keep).on(shifted);
  }

  /// Returns the distance of every vector of `a` from every one of `b`: `[…, n, m]` for vectors
  /// `[…, n, k]` and `[…, m, k]`.
  public static Tensor between(Tensor a, Tensor b, double order) {
    return of(a.unsqueeze(-2), b.unsqueeze(-3), order, 0, false);
  }
}

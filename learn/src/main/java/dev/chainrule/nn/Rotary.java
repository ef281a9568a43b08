package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;

/// Angles that grow with the place in time, slower from pair to pair: `place / 10000^(2i / d)`.
final class Rotary {
  private static final double BASE = 10_000;

  private Rotary() {}

  /// Returns the angles `[time, pairs]` of the first places.
  static double[] angles(int time, int pairs) {
    double[] angles = new double[time * pairs];
    for (int i = 0; i < angles.length; i++) {
      int place = i / pairs;
      angles[i] = place * Math.pow(BASE, -(double) (i % pairs) / pairs);
    }
    return angles;
  }

  /// Returns vectors `[…, time, d]` whose features `i` and `i + d/2` are turned, as a pair, by the
  /// angle of their place.
  static Tensor turn(Tensor x) {
    int rank = x.shape().rank();
    int time = x.shape().size(rank - 2);
    int pairs = x.shape().size(rank - 1) / 2;
    double[] angles = angles(time, pairs);
    double[] cosines = new double[angles.length];
    double[] sines = new double[angles.length];
    for (int i = 0; i < angles.length; i++) {
      cosines[i] = StrictMath.cos(angles[i]);
      sines[i] = StrictMath.sin(angles[i]);
    }
    var cos = Tensor.of(cosines, Shape.of(time, pairs)).to(x.dtype());
    var sin = Tensor.of(sines, Shape.of(time, pairs)).to(x.dtype());
    var first = x.slice(rank - 1, 0, pairs);
    var second = x.slice(rank - 1, pairs, 2 * pairs);
    return Tensor.concatenate(
        rank - 1, first.mul(cos).sub(second.mul(sin)), first.mul(sin).add(second.mul(cos)));
  }
}

package dev.chainrule.nn;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.op.Axes;
import dev.chainrule.op.Fused;
import dev.chainrule.op.Mean;
import java.util.stream.IntStream;

/// What layers share that normalise along a sample's innermost axes.
final class Innermost {
  /// `x / √(v + ε)`
  private static final Fused SCALED =
      Fused.of("scaled", input(0).div(input(1).add(input(2)).sqrt()));

  private Innermost() {}

  static void require(String kind, int axes, double epsilon) {
    if (axes < 1 || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "%s: axes is %d and epsilon %s; expected at least 1 axis and 0 or more"
              .formatted(kind, axes, epsilon));
    }
  }

  /// Returns the sizes of the axes that are normalised.
  static Shape of(Site site, int axes) {
    int rank = site.input().rank();
    if (axes > rank) {
      throw new ShapeException(
          "%s: normalises %d axes, but a sample has %d: %s"
              .formatted(site, axes, rank, site.input()));
    }
    return site.input().part(rank - axes, rank);
  }

  static void require(Site site, Tensor x, Shape shape) {
    int rank = x.shape().rank();
    int from = rank - shape.rank();
    if (from < 1 || !x.shape().part(from, rank).equals(shape)) {
      throw new ShapeException(
          "%s: input's last axes must be %s, for which the layer was built; input is %s"
              .formatted(site, shape, x.shape()));
    }
  }

  /// Returns the means along the innermost axes, which stay with size 1.
  static Tensor mean(Tensor x, int axes) {
    int[] innermost = IntStream.rangeClosed(1, axes).map(axis -> -axis).toArray();
    return new Mean(Axes.of(innermost), true).on(x);
  }

  static Tensor scaled(Tensor x, Tensor variance, double epsilon) {
    return SCALED.on(x, variance, Tensor.scalar(epsilon, x.dtype()));
  }
}

package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;

/// What layers share that normalise along a sample's innermost axes.
final class Innermost {
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
}

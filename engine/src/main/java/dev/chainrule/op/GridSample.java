package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The elements of images at any places, between their neighbours.
///
/// Images are `[batch, height, width, channels]`, a grid `[batch, …, 2]` holds places as numbers
/// from −1 to 1: first to the right, then down. The result is `[batch, …, channels]`. Gradients
/// flow to images and places.
///
/// @param nearest whether the nearest element is taken, else the straight line between all four
/// @param outside what lies outside images
/// @param corners whether −1 and 1 are the middles of the outermost elements, else their outer
///   edges
public record GridSample(boolean nearest, Outside outside, boolean corners) implements Composite {

  /// What lies outside images.
  public enum Outside {
    /// Zeros.
    ZERO,
    /// The nearest element.
    BORDER,
    /// The image mirrored at its ends.
    REFLECTION
  }

  /// Returns the places of a regular grid after an affine map, as a grid for images.
  ///
  /// @param maps `[batch, 2, 3]`: the matrices that a place `(x, y, 1)` is multiplied by
  /// @param corners whether −1 and 1 are the middles of the outermost elements, else their edges
  public static Tensor affine(Tensor maps, int height, int width, boolean corners) {
    double[] places = new double[height * width * 3];
    for (int i = 0; i < height * width; i++) {
      places[3 * i] = middle(i % width, width, corners);
      places[3 * i + 1] = middle(i / width, height, corners);
      places[3 * i + 2] = 1;
    }
    var grid = Tensor.of(places, Shape.of(height * width, 3)).to(maps.dtype());
    return grid.matmul(maps.transpose()).reshape(maps.shape().size(0), height, width, 2);
  }

  private static double middle(int place, int size, boolean corners) {
    if (corners) {
      return size == 1 ? 0 : 2.0 * place / (size - 1) - 1;
    }
    return (2.0 * place + 1) / size - 1;
  }

  @Override
  public String name() {
    return "gridSample";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0).shape();
    var grid = inputs.get(1).shape();
    boolean fits =
        x.rank() == 4 && grid.rank() > 1 && grid.size(-1) == 2 && grid.size(0) == x.size(0);
    if (!fits || x.size(1) == 0 || x.size(2) == 0) {
      throw new ShapeException(
          "gridSample: needs images [batch, height, width, channels] and a grid [batch, …, 2], got %s and %s"
              .formatted(x, grid));
    }
    var met = Normalizing.floating(name(), inputs);
    return new TensorType(grid.with(-1, x.size(3)), met);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var type = type(Execution.types(inputs));
    var x = inputs.get(0).to(type.dtype());
    var s = x.shape();
    var grid = inputs.get(1).to(type.dtype()).reshape(s.size(0), -1, 2);
    var across = along(grid.select(2, 0), s.size(2));
    var down = along(grid.select(2, 1), s.size(1));
    var places = x.reshape(s.size(0), s.size(1) * s.size(2), s.size(3));
    var sum = nearest ? at(places, s, down, across) : between(places, s, down, across);
    return sum.reshape(type.shape().sizes());
  }

  /// Returns places along an axis, counted in elements.
  private Tensor along(Tensor grid, int size) {
    var place = corners ? grid.add(1).mul((size - 1) / 2.0) : grid.add(1).mul(size).sub(1).div(2);
    return switch (outside) {
      case ZERO -> place;
      case BORDER -> place.clamp(0, size - 1);
      case REFLECTION -> mirrored(place, size).clamp(0, size - 1);
    };
  }

  private Tensor mirrored(Tensor place, int size) {
    double low = corners ? 0 : -0.5;
    double length = corners ? size - 1 : size;
    if (length == 0) {
      return place.mul(0);
    }
    var distance = place.sub(low).abs();
    var rest = distance.sub(Rounding.FLOOR.on(distance.div(2 * length)).mul(2 * length));
    return rest.minimum(rest.neg().add(2 * length)).add(low);
  }

  private static Tensor at(Tensor places, Shape images, Tensor down, Tensor across) {
    return element(places, images, Rounding.ROUND.on(down), Rounding.ROUND.on(across));
  }

  private static Tensor between(Tensor places, Shape images, Tensor down, Tensor across) {
    var top = Rounding.FLOOR.on(down);
    var left = Rounding.FLOOR.on(across);
    var below = share(down, top);
    var right = share(across, left);
    var above = below.neg().add(1);
    var before = right.neg().add(1);
    return element(places, images, top, left)
        .mul(above.mul(before))
        .add(element(places, images, top, left.add(1)).mul(above.mul(right)))
        .add(element(places, images, top.add(1), left).mul(below.mul(before)))
        .add(element(places, images, top.add(1), left.add(1)).mul(below.mul(right)));
  }

  private static Tensor share(Tensor place, Tensor whole) {
    return place.sub(whole).unsqueeze(-1);
  }

  /// Returns the elements at whole places, 0 outside.
  private static Tensor element(Tensor places, Shape images, Tensor row, Tensor column) {
    var y = row.clamp(0, images.size(1) - 1);
    var x = column.clamp(0, images.size(2) - 1);
    var inside = Comparisons.AND.on(Comparisons.EQ.on(y, row), Comparisons.EQ.on(x, column));
    var index = y.mul(images.size(2)).add(x).detach().to(DType.I64).unsqueeze(-1);
    int[] sizes = index.shape().with(-1, images.size(3)).sizes();
    var found = Gather.of(places, 1, index.expand(sizes));
    return inside.unsqueeze(-1).where(found, Tensor.scalar(0, found.dtype()));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    var grid = inputs.get(1);
    int rank = grid.shape().rank();
    return Plain.generate(
        grid.shape().with(-1, x.shape().size(3)),
        index -> {
          int[] at = index.clone();
          at[rank - 1] = 0;
          double across = place(grid.get(at), x.shape().size(2));
          at[rank - 1] = 1;
          double down = place(grid.get(at), x.shape().size(1));
          if (nearest) {
            return element(x, index, Math.rint(down), Math.rint(across));
          }
          double sum = 0;
          for (int i = 0; i < 4; i++) {
            int lower = i / 2;
            int right = i % 2;
            double row = Math.floor(down) + lower;
            double column = Math.floor(across) + right;
            double weight = (1 - Math.abs(down - row)) * (1 - Math.abs(across - column));
            sum += weight * element(x, index, row, column);
          }
          return sum;
        });
  }

  private double place(double number, int size) {
    double place = corners ? (number + 1) / 2 * (size - 1) : ((number + 1) * size - 1) / 2;
    if (outside == Outside.REFLECTION) {
      double low = corners ? 0 : -0.5;
      double high = corners ? size - 1 : size - 0.5;
      while (high > low && (place < low || place > high)) {
        place = place < low ? 2 * low - place : 2 * high - place;
      }
    }
    return outside == Outside.ZERO ? place : Math.clamp(place, 0, size - 1);
  }

  private static double element(Plain x, int[] index, double row, double column) {
    var s = x.shape();
    boolean inside = row >= 0 && row < s.size(1) && column >= 0 && column < s.size(2);
    return inside ? x.get(index[0], (int) row, (int) column, index[index.length - 1]) : 0;
  }

  static OpSpec spec() {
    var zero = new GridSample(false, Outside.ZERO, false);
    var grid = Input.numbers(-1.3, 1.3, 2, 3, 2, 2);
    return OpSpec.of("gridSample")
        .summary("The elements of images at any places, between their neighbours.")
        .formula(
            "y = Σ (1 − |v − i|) · (1 − |u − j|) · x[i, j] over the four elements around (u, v)")
        .gradient("dx[i, j] = Σ (1 − |v − i|) · (1 − |u − j|) · dy")
        .gradient("dgrid = Σ dy · slopes of the weights · x[i, j]")
        .source("Jaderberg and others: Spatial transformer networks, 2015")
        .withoutEdges() // infinite places have no neighbours
        .sample(zero, Input.numbers(2, 4, 5, 3), grid)
        .sample(new GridSample(false, Outside.BORDER, true), Input.numbers(2, 4, 5, 1), grid)
        .sample(new GridSample(false, Outside.REFLECTION, false), Input.numbers(2, 3, 2, 2), grid)
        .sample(new GridSample(true, Outside.ZERO, true), Input.numbers(2, 3, 2, 2), grid)
        .misuse(
            "gridSample: needs images [batch, height, width, channels] and a grid [batch, …, 2],"
                + " got [2, 3, 4, 1] and [2, 5, 3]",
            zero,
            Pooled.floats(2, 3, 4, 1),
            Pooled.floats(2, 5, 3))
        .build();
  }
}

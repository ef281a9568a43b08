package dev.chainrule.init;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// Values whose rows or columns, whichever are fewer, are orthogonal and have length `gain`.
///
/// A parameter with more than two axes is seen as a matrix with its last axis as columns. Every
/// such matrix is equally likely.
///
/// **Source**: A. M. Saxe, J. L. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics
/// of learning in deep linear neural networks", ICLR 2014.
///
/// @param gain the length, above 0
public record Orthogonal(double gain) implements Initializer {
  /// @throws IllegalArgumentException if `gain` is negative
  public Orthogonal {
    Range.atLeastZero("Orthogonal", "gain", gain);
  }

  /// @throws ShapeException if the shape has fewer than two axes
  @Override
  public Tensor create(TensorType type, RandomKey key) {
    var shape = type.shape();
    if (shape.rank() < 2) {
      throw new ShapeException("Orthogonal: needs at least two axes, got " + shape);
    }
    int columns = shape.size(-1);
    int rows = columns == 0 ? 0 : shape.elements() / columns;
    boolean tall = rows > columns;
    double[][] vectors = vectors(Math.min(rows, columns), Math.max(rows, columns), key);
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      int row = i / columns;
      int column = i % columns;
      values[i] = gain * (tall ? vectors[column][row] : vectors[row][column]);
    }
    return Tensor.of(values, shape).to(type.dtype());
  }

  /// Returns orthonormal vectors: normal ones, each made orthogonal to those before it. Twice,
  /// since rounding leaves a rest the first time.
  private static double[][] vectors(int count, int length, RandomKey key) {
    double[][] vectors = new double[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = key.split(i).normal(Shape.of(length), 0, 1, DType.F64).toDoubleArray();
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < i; before++) {
          add(vectors[i], -dot(vectors[i], vectors[before]), vectors[before]);
        }
      }
      double norm = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int j = 0; j < length; j++) {
        vectors[i][j] /= norm;
      }
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }
}

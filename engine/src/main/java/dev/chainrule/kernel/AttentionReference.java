package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.scalar.Expression;
import java.util.List;
import java.util.Optional;

/// Attention of one matrix of queries as it is defined, with all weights at once: slow, plain, and
/// the control for [AttentionForward] and [AttentionBackward]. All matrices are contiguous.
///
/// @param sizes of the matrices
/// @param q the queries
/// @param k the keys
/// @param v the values
/// @param mask added to the scores
record AttentionReference(
    AttentionSizes sizes, Storage q, Storage k, Storage v, Optional<Storage> mask) {
  private static final Expression PRODUCT = AttentionRows.PRODUCT;

  private Storage matrix(int rows, int columns) {
    return Storage.allocate(sizes.element(), new int[] {rows, columns});
  }

  /// Returns a number that all elements of a matrix meet.
  private Storage number(double value) {
    var number = matrix(1, 1);
    put(number, 0, value);
    return number.view(number.offset(), new int[2]);
  }

  /// Returns numbers that all elements of their row meet.
  private static Storage perRow(Storage numbers) {
    return numbers.view(numbers.offset(), new int[] {1, 0});
  }

  private void map(Expression body, int rows, int columns, Storage... operands) {
    Loops.map(body, sizes.element(), new int[] {rows, columns}, operands);
  }

  private Storage scaled() {
    var scaled = matrix(sizes.queries(), sizes.features());
    map(PRODUCT, sizes.queries(), sizes.features(), q, number(sizes.scale()), scaled);
    return scaled;
  }

  private Storage weights() {
    int rows = sizes.queries();
    int keys = sizes.keys();
    var weights = matrix(rows, keys);
    var across = Strides.ofColumns(sizes.features());
    multiply(
        Gemm.of(rows, keys, sizes.features(), across, across.transposed(), keys),
        scaled(),
        k,
        weights);
    mask.ifPresent(added -> map(input(0).add(input(1)), rows, keys, weights, added, weights));
    for (int row = 0; sizes.causal() && row < rows; row++) {
      for (int key = row + 1; key < keys; key++) {
        put(weights, row * keys + key, Double.NEGATIVE_INFINITY);
      }
    }
    var highest = fold(Fold.MAX, weights, rows, keys);
    map(AttentionRows.POWER, rows, keys, weights, perRow(highest.getFirst()), weights);
    var sums = fold(Fold.SUM, weights, rows, keys);
    var factors = matrix(rows, 1);
    map(AttentionRows.FACTOR, rows, 1, sums.getFirst(), sums.getLast(), factors);
    map(PRODUCT, rows, keys, weights, perRow(factors), weights);
    return weights;
  }

  /// Returns the sums of the even and of the odd elements of every row, each in pieces; or, twice,
  /// the largest element.
  private List<Storage> fold(Fold fold, Storage x, int rows, int columns) {
    var even = matrix(rows, 1);
    var odd = matrix(rows, 1);
    for (int row = 0; row < rows; row++) {
      put(even, row, pieces(fold, x, row * columns, columns, 2));
      put(odd, row, pieces(fold, x, row * columns + 1, columns - 1, 2));
    }
    if (fold == Fold.SUM) {
      return List.of(even, odd);
    }
    map(input(0).max(input(1)), rows, 1, even, odd, even);
    return List.of(even, even);
  }

  /// Combines elements that are `step` apart: pieces of some of them in order, then their results.
  private static double pieces(Fold fold, Storage x, int from, int length, int step) {
    double combined = fold.identity();
    int piece = step * AttentionRows.PIECE;
    for (int start = 0; start < length; start += piece) {
      double one = fold.identity();
      for (int i = start; i < Math.min(start + piece, length); i += step) {
        one = of(fold, x, one, get(x, from + i));
      }
      combined = start == 0 ? one : of(fold, x, combined, one);
    }
    return combined;
  }

  /// Combines two numbers, rounded as those of a storage.
  private static double of(Fold fold, Storage like, double a, double b) {
    return like.array() instanceof float[] ? fold.of((float) a, (float) b) : fold.of(a, b);
  }

  /// Computes the output `[queries, outputs]`.
  void output(Storage y) {
    var weights = weights();
    int columns = sizes.outputs();
    for (int block = 0; block < sizes.blocks(); block++) {
      int first = block * AttentionSizes.BLOCK;
      var row = Strides.ofColumns(sizes.keys());
      var to = Strides.ofColumns(columns);
      var gemm = Gemm.of(sizes.rows(block), columns, sizes.seen(block), row, to, columns);
      multiply(gemm, rows(weights, first, sizes.keys()), v, rows(y, first, columns));
    }
  }

  private static Storage rows(Storage x, int first, int columns) {
    return x.view(x.offset() + first * columns, x.strides());
  }

  /// Computes the gradients of queries, keys and values, from the output and its gradient.
  void gradients(Storage y, Storage dy, Storage dq, Storage dk, Storage dv) {
    var weights = weights();
    var slopes = slopes(weights, y, dy);
    int keys = sizes.keys();
    int features = sizes.features();
    int outputs = sizes.outputs();
    var row = Strides.ofColumns(keys);
    var across = Strides.ofColumns(features);
    var dense = Strides.ofColumns(outputs);
    for (int block = 0; block < sizes.blocks(); block++) {
      int first = block * AttentionSizes.BLOCK;
      int count = sizes.rows(block);
      int seen = sizes.seen(block);
      int met = block == 0 ? 0 : sizes.open(block);
      var some = rows(slopes, first, keys);
      var q1 = Gemm.of(count, features, seen, row, across, features);
      multiply(q1, some, k, rows(dq, first, features));
      var k1 = Gemm.of(seen, features, count, row.transposed(), across, features);
      add(k1, some, rows(q, first, features), dk, met);
      var v1 = Gemm.of(seen, outputs, count, row.transposed(), dense, outputs);
      add(v1, rows(weights, first, keys), rows(dy, first, outputs), dv, met);
    }
  }

  /// Returns the gradients of the scores, times the scale.
  private Storage slopes(Storage weights, Storage y, Storage dy) {
    int rows = sizes.queries();
    int keys = sizes.keys();
    int outputs = sizes.outputs();
    var terms = matrix(rows, outputs);
    map(PRODUCT, rows, outputs, dy, y, terms);
    var along = matrix(rows, 1);
    for (int row = 0; row < rows; row++) {
      put(along, row, pieces(Fold.SUM, terms, row * outputs, outputs, 1));
    }
    var slopes = matrix(rows, keys);
    var dense = Strides.ofColumns(outputs);
    multiply(Gemm.of(rows, keys, outputs, dense, dense.transposed(), keys), dy, v, slopes);
    var scale = number(sizes.scale());
    map(AttentionBackward.SLOPE, rows, keys, weights, slopes, perRow(along), scale, slopes);
    return slopes;
  }

  /// Adds a product to the rows that were met before, and writes the others.
  private void add(Gemm gemm, Storage a, Storage b, Storage c, int met) {
    var product = matrix(gemm.m, gemm.n);
    multiply(gemm, a, b, product);
    map(input(0).add(input(1)), met, gemm.n, c, product, c);
    for (int i = met * gemm.n; i < gemm.m * gemm.n; i++) {
      put(c, i, get(product, i));
    }
  }

  /// Computes a product, chunk by chunk along k.
  private void multiply(Gemm gemm, Storage a, Storage b, Storage c) {
    int chunk = GemmReference.CHUNK;
    for (int p = 0; p < gemm.k; p += chunk) {
      int depth = Math.min(chunk, gemm.k - p);
      var part = Gemm.of(gemm.m, gemm.n, depth, gemm.a, gemm.b, gemm.n);
      var left = a.view(a.offset() + p * gemm.a.column(), a.strides());
      var right = b.view(b.offset() + p * gemm.b.row(), b.strides());
      var to = p == 0 ? c : matrix(gemm.m, gemm.n);
      chunk(part, left, right, to);
      if (p > 0) {
        map(input(0).add(input(1)), gemm.m, gemm.n, c, to, c);
      }
    }
  }

  private static void chunk(Gemm gemm, Storage a, Storage b, Storage c) {
    int from = a.offset();
    int with = b.offset();
    int to = c.offset();
    if (c.array() instanceof float[] floats) {
      float[] left = (float[]) a.array();
      GemmReference.multiply(gemm, left, from, (float[]) b.array(), with, floats, to);
    } else {
      double[] left = (double[]) a.array();
      double[] right = (double[]) b.array();
      GemmReference.multiply(gemm, left, from, right, with, (double[]) c.array(), to);
    }
  }

  private static double get(Storage x, int place) {
    return x.array() instanceof float[] floats
        ? floats[x.offset() + place]
        : ((double[]) x.array())[x.offset() + place];
  }

  private static void put(Storage x, int place, double value) {
    if (x.array() instanceof float[] floats) {
      floats[x.offset() + place] = (float) value;
    } else {
      ((double[]) x.array())[x.offset() + place] = value;
    }
  }
}

package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.scalar.Expression;
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
  private static final Expression PRODUCT = input(0).mul(input(1));

  /// The weights before they are divided by their sums.
  private record Weights(Storage scaled, Storage powers, Storage totals) {}

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

  private Weights weights() {
    int rows = sizes.queries();
    int keys = sizes.keys();
    var scaled = matrix(rows, sizes.features());
    map(PRODUCT, rows, sizes.features(), q, number(sizes.scale()), scaled);
    var powers = matrix(rows, keys);
    var across = Strides.ofColumns(sizes.features());
    multiply(
        Gemm.of(rows, keys, sizes.features(), across, across.transposed(), keys),
        scaled,
        k,
        powers);
    mask.ifPresent(added -> map(input(0).add(input(1)), rows, keys, powers, added, powers));
    for (int row = 0; sizes.causal() && row < rows; row++) {
      for (int key = row + 1; key < keys; key++) {
        put(powers, row * keys + key, Double.NEGATIVE_INFINITY);
      }
    }
    var highest = fold(Fold.MAX, powers, rows, keys);
    map(AttentionRows.POWER, rows, keys, powers, perRow(highest), powers);
    var totals = fold(Fold.SUM, powers, rows, keys);
    map(
        input(0).eq(Expression.constant(0)).select(Expression.constant(1), input(0)),
        rows,
        1,
        totals,
        totals);
    return new Weights(scaled, powers, totals);
  }

  /// Combines pieces of each row as folds do, then what comes of them, in order.
  private Storage fold(Fold fold, Storage x, int rows, int columns) {
    var results = matrix(rows, 1);
    for (int row = 0; row < rows; row++) {
      for (int from = 0; from < columns; from += Folds.RUN) {
        int count = Math.min(Folds.RUN, columns - from);
        var piece = x.view(x.offset() + row * columns + from, new int[] {1});
        var one = matrix(1, 1);
        FoldsReference.run(fold, new int[] {count}, new boolean[] {true}, piece, one);
        double combined = from == 0 ? get(one, 0) : fold.of(get(results, row), get(one, 0));
        put(results, row, combined);
      }
    }
    return results;
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
      multiply(gemm, rows(weights.powers, first, sizes.keys()), v, rows(y, first, columns));
    }
    map(input(0).div(input(1)), sizes.queries(), columns, y, perRow(weights.totals), y);
  }

  private static Storage rows(Storage x, int first, int columns) {
    return x.view(x.offset() + first * columns, x.strides());
  }

  /// Computes the gradients of queries, keys and values, from the output and its gradient.
  void gradients(Storage y, Storage dy, Storage dq, Storage dk, Storage dv) {
    int rows = sizes.queries();
    int keys = sizes.keys();
    int features = sizes.features();
    int outputs = sizes.outputs();
    var weights = weights();
    var upstream = matrix(rows, outputs);
    map(input(0).div(input(1)), rows, outputs, dy, perRow(weights.totals), upstream);
    var terms = matrix(rows, outputs);
    map(PRODUCT, rows, outputs, upstream, y, terms);
    var along = fold(Fold.SUM, terms, rows, outputs);
    var slopes = matrix(rows, keys);
    var dense = Strides.ofColumns(outputs);
    multiply(Gemm.of(rows, keys, outputs, dense, dense.transposed(), keys), upstream, v, slopes);
    var slope = input(0).mul(input(1).sub(input(2)));
    map(slope, rows, keys, weights.powers, slopes, perRow(along), slopes);
    for (int block = 0; block < sizes.blocks(); block++) {
      int first = block * AttentionSizes.BLOCK;
      int count = sizes.rows(block);
      int seen = sizes.seen(block);
      var row = Strides.ofColumns(keys);
      var across = Strides.ofColumns(features);
      var some = rows(slopes, first, keys);
      var q1 = Gemm.of(count, features, seen, row, across, features);
      multiply(q1, some, k, rows(dq, first, features));
      var k1 = Gemm.of(seen, features, count, row.transposed(), across, features);
      add(k1, some, rows(weights.scaled, first, features), dk);
      var v1 = Gemm.of(seen, outputs, count, row.transposed(), dense, outputs);
      add(v1, rows(weights.powers, first, keys), rows(upstream, first, outputs), dv);
    }
    map(PRODUCT, rows, features, dq, number(sizes.scale()), dq);
  }

  /// Adds a product to what is there.
  private void add(Gemm gemm, Storage a, Storage b, Storage c) {
    var product = matrix(gemm.m, gemm.n);
    multiply(gemm, a, b, product);
    map(input(0).add(input(1)), gemm.m, gemm.n, c, product, c);
  }

  private static void multiply(Gemm gemm, Storage a, Storage b, Storage c) {
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

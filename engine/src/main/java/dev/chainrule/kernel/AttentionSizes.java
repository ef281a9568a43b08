package dev.chainrule.kernel;

import java.util.stream.IntStream;

/// What plans of attention are made for, all sizes at least 1.
///
/// @param element `F32` or `F64`
/// @param causal whether query `i` sees the keys `0 .. i` only
/// @param scale of the products of queries and keys
public record AttentionSizes(
    Element element,
    int queries,
    int keys,
    int features,
    int outputs,
    boolean causal,
    double scale) {
  /// Queries that are worked on together, from the definition.
  static final int BLOCK = Tiles.STRIP;

  int blocks() {
    return Math.ceilDiv(queries, BLOCK);
  }

  /// Returns how many queries a block has.
  int rows(int block) {
    return Math.min(BLOCK, queries - block * BLOCK);
  }

  /// Returns how many keys some query of a block may see.
  int seen(int block) {
    return causal ? Math.min(keys, block * BLOCK + rows(block)) : keys;
  }

  /// Returns how many of those every query of a block may see.
  int open(int block) {
    return causal ? Math.min(keys, block * BLOCK) : keys;
  }

  /// Returns the multiply-adds of one product of queries and keys.
  long work() {
    return IntStream.range(0, blocks()).mapToLong(b -> (long) rows(b) * seen(b)).sum() * features;
  }
}

package dev.chainrule.kernel;

/// What one thread needs besides the operands while it computes a block of a product.
final class Workspace<T> {
  /// The block's part of `A`, packed: rows × one chunk along k.
  final T left;

  /// A tile of `C` that is partly used.
  final T tile;

  /// The block's sums over one group of chunks.
  final T sums;

  Workspace(Tiles<T> tiles) {
    left = tiles.plain.allocate(BlockedProduct.BLOCK_ROWS * GemmReference.CHUNK + 64);
    tile = tiles.plain.allocate(tiles.high() * tiles.wide());
    sums = tiles.plain.allocate(BlockedProduct.BLOCK_ROWS * BlockedProduct.BLOCK_COLUMNS);
  }
}

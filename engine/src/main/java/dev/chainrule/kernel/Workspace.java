package dev.chainrule.kernel;

/// What one thread needs besides the operands while it computes a block of a product: storage, and
/// the places of what it multiplies next.
final class Workspace<T> {
  /// The block's part of `A`, packed: rows × one chunk along k.
  final T left;

  /// Panels of `B` of one chunk along k.
  final T right;

  /// The block's sums over one group of chunks.
  final T sums;

  private final Tiles<T> tiles;
  private final T tile;

  private T rows;
  private int rowsStart;
  private int rowsStep;
  private T columns;
  private int columnsStart;
  private int columnsStep;

  Workspace(Tiles<T> tiles) {
    this.tiles = tiles;
    left = tiles.plain.allocate(BlockedProduct.BLOCK_ROWS * GemmReference.CHUNK + 64);
    right = tiles.plain.allocate(BlockedProduct.BLOCK_COLUMNS * GemmReference.CHUNK);
    sums = tiles.plain.allocate(BlockedProduct.BLOCK_ROWS * BlockedProduct.BLOCK_COLUMNS);
    tile = tiles.plain.allocate(tiles.high() * tiles.wide());
    rows = left;
    columns = right;
  }

  /// Multiplies rows from this place next.
  ///
  /// @param step the distance between steps along k if the rows are columns of `A` in place, or 0
  ///   if they are packed tile by tile
  void rows(T array, int start, int step) {
    rows = array;
    rowsStart = start;
    rowsStep = step;
  }

  /// Multiplies with columns from this place next.
  ///
  /// @param step the distance between steps along k if they are rows of `B` in place, or 0 if they
  ///   are a packed panel
  void columns(T array, int start, int step) {
    columns = array;
    columnsStart = start;
    columnsStep = step;
  }

  /// Forgets the places, or the operands could not be collected.
  void release() {
    rows = left;
    columns = right;
  }

  /// Multiplies rows, tile by tile, with one panel.
  ///
  /// @param count of rows; a multiple of the lowest tile's if they are used in place
  /// @param used columns of the panel
  void multiply(int count, int used, int depth, T c, int cStart, int cRow, boolean add) {
    int width = tiles.width(used);
    int step = columnsStep == 0 ? width : columnsStep;
    int from = rowsStart;
    for (int i = 0; i < count; ) {
      int height = tiles.height(count - i);
      int high = Math.min(height, count - i);
      int apart = rowsStep == 0 ? height : rowsStep;
      var kernel = tiles.tile(height, width, depth, columnsStep == 0);
      int to = cStart + i * cRow;
      if (high == height && used == width) {
        kernel.multiply(depth, rows, from, apart, columns, columnsStart, step, c, to, cRow, add);
      } else {
        kernel.multiply(
            depth, rows, from, apart, columns, columnsStart, step, tile, 0, width, false);
        tiles.plain.store(tile, 0, width, c, to, cRow, high, used, add);
      }
      from += rowsStep == 0 ? height * depth : height;
      i += height;
    }
  }
}

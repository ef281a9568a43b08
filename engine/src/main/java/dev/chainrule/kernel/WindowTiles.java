package dev.chainrule.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// The window tiles of one element type, of any height up to the highest, made when first asked
/// for. `T` is `float[]` or `double[]`.
final class WindowTiles<T> {
  /// Steps while warming: few, since the vector kernels begin very slowly.
  private static final int TRIAL_STEPS = 16;

  final Tiles<T> tiles;

  private final Element element;
  private final AtomicReferenceArray<Warming<WindowTile<T>>> made;

  // Scratch data for warming: a panel, images, a tile.
  private final T scratch;
  private final int trialA;
  private final int trialC;
  private final int[] trialRuns = {0, TRIAL_STEPS, 1, TRIAL_STEPS};
  private boolean skipping;

  /// @param element `F32` or `F64`
  WindowTiles(Tiles<T> tiles, Element element) {
    this.tiles = tiles;
    this.element = element;
    made = new AtomicReferenceArray<>(4 * tiles.high());
    trialA = 2 * TRIAL_STEPS * tiles.wide();
    trialC = trialA + 2 * TRIAL_STEPS * (tiles.high() + 1);
    scratch = tiles.plain.allocate(trialC + tiles.high() * tiles.wide());
  }

  /// Uses the vector versions at once, however slow they are at first; without vectors, does
  /// nothing.
  void skipWarming() {
    skipping = Vectors.present();
  }

  /// Returns the height of the next tile when this many rows are left: those of matrix products if
  /// they fit, else as even ones as possible.
  int height(int rows) {
    int high = tiles.high();
    return rows % tiles.unit == 0
        ? tiles.height(rows)
        : Math.ceilDiv(rows, Math.ceilDiv(rows, high));
  }

  /// @param rowsApart whether the elements of a row of `A` are neighbours, else those of a column
  WindowTile<T> tile(int height, int width, boolean rowsApart) {
    int kind = (rowsApart ? 2 : 0) + (width > tiles.lanes ? 1 : 0);
    int index = kind * tiles.high() + height - 1;
    var tile = made.get(index);
    return (tile == null ? make(index, height, width, rowsApart) : tile).current();
  }

  private Warming<WindowTile<T>> make(int index, int height, int width, boolean rowsApart) {
    int vectors = width / tiles.lanes;
    var tile =
        new Warming<WindowTile<T>>(
            plain(height, width, rowsApart),
            () -> new WindowTileWriter(element, tiles.lanes, height, vectors, rowsApart).define(),
            version -> attempt(version, rowsApart));
    if (skipping) {
      tile.skip();
    }
    return made.compareAndSet(index, null, tile) ? tile : made.get(index);
  }

  private WindowTile<T> plain(int height, int width, boolean rowsApart) {
    return (runs, count, a, aStart, aStride, b, bStart, c, cStart, cRow, add) ->
        tiles.plain.multiply(
            height,
            width,
            runs,
            count,
            a,
            aStart,
            rowsApart ? aStride : 1,
            rowsApart ? 1 : aStride,
            b,
            bStart,
            c,
            cStart,
            cRow,
            add);
  }

  private void attempt(WindowTile<T> tile, boolean rowsApart) {
    int stride = rowsApart ? 2 * TRIAL_STEPS : tiles.high();
    int wide = tiles.wide();
    tile.multiply(trialRuns, 2, scratch, trialA, stride, scratch, 0, scratch, trialC, wide, false);
    tile.multiply(trialRuns, 2, scratch, trialA, stride, scratch, 0, scratch, trialC, wide, true);
  }
}

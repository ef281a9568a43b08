package dev.chainrule.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// The window tiles of one element type, of any height up to the highest, made when first asked
/// for. `T` is `float[]` or `double[]`.
@SuppressWarnings("EnumOrdinal") // a place in a table that is never stored
final class WindowTiles<T> {
  /// Steps while warming: few, since the vector kernels begin very slowly.
  private static final int TRIAL_STEPS = 8;

  final Tiles<T> tiles;

  private final Element element;
  private final AtomicReferenceArray<Warming<WindowTile<T>>> made;

  // Scratch data for warming: a panel, images, a tile.
  private final T scratch;
  private final int trialA;
  private final int trialC;
  private final int[] trialRuns = {0, TRIAL_STEPS, 1, TRIAL_STEPS};
  private final int[] trialPlaces = new int[4 * TRIAL_STEPS];
  private boolean skipping;

  /// @param element `F32` or `F64`
  WindowTiles(Tiles<T> tiles, Element element) {
    this.tiles = tiles;
    this.element = element;
    made = new AtomicReferenceArray<>(2 * WindowTile.Kind.values().length * tiles.high());
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

  /// Returns the tile to use now.
  ///
  /// @param width one vector or two; one for channels
  /// @param steps about how many it takes
  WindowTile<T> tile(int height, int width, int steps, WindowTile.Kind kind) {
    int vectors = width / tiles.lanes;
    int index = (2 * kind.ordinal() + vectors - 1) * tiles.high() + height - 1;
    var tile = made.get(index);
    return (tile == null ? make(index, height, vectors, kind) : tile)
        .awaited((long) height * width * steps);
  }

  private Warming<WindowTile<T>> make(int index, int height, int vectors, WindowTile.Kind kind) {
    var tile =
        new Warming<WindowTile<T>>(
            plain(height, vectors * tiles.lanes, kind),
            () -> new WindowTileWriter(element, tiles.lanes, height, vectors, kind).define(),
            version -> attempt(version, kind));
    if (skipping) {
      tile.skip();
    }
    return made.compareAndSet(index, null, tile) ? tile : made.get(index);
  }

  private WindowTile<T> plain(int height, int width, WindowTile.Kind kind) {
    var loops = tiles.plain;
    return switch (kind) {
      case ROWS ->
          (runs, n, a, at, stride, b, bAt, c, cAt, row, add) ->
              loops.multiply(height, width, runs, n, a, at, stride, 1, b, bAt, c, cAt, row, add);
      case COLUMNS ->
          (runs, n, a, at, stride, b, bAt, c, cAt, row, add) ->
              loops.multiply(height, width, runs, n, a, at, 1, stride, b, bAt, c, cAt, row, add);
      case CHANNELS ->
          (runs, n, a, at, stride, b, bAt, c, cAt, row, add) ->
              loops.multiply(height, width, runs, n, a, at, stride, b, bAt, c, cAt, row, add);
    };
  }

  private void attempt(WindowTile<T> tile, WindowTile.Kind kind) {
    int stride = kind == WindowTile.Kind.COLUMNS ? tiles.high() : 2 * TRIAL_STEPS;
    int wide = tiles.wide();
    boolean channels = kind == WindowTile.Kind.CHANNELS;
    int[] runs = channels ? trialPlaces : trialRuns;
    int count = channels ? 2 * TRIAL_STEPS : 2;
    tile.multiply(runs, count, scratch, trialA, stride, scratch, 0, scratch, trialC, wide, false);
    tile.multiply(runs, count, scratch, trialA, stride, scratch, 0, scratch, trialC, wide, true);
  }
}

package dev.chainrule.kernel;

/// A matrix product of few rows in flight: packs `A` once, then takes `B` in bands of columns, both
/// in parallel.
///
/// A thread packs one chunk of a band and multiplies all rows with it before it takes the next. So
/// `B` is read once from memory and, unlike in [BlockedProduct], packed for the near caches alone,
/// where also the band's part of `C` stays.
final class StreamedProduct<T> {
  /// Rows at most, of which one chunk takes 512 KiB (f32) of a second-level cache.
  private static final int MOST_ROWS = 512;

  /// Elements of packed `A` at most: 4 MiB (f32) of the last-level cache.
  private static final int LEFT_ELEMENTS = 1 << 20;

  /// Columns of a band at most; one chunk of it takes 256 KiB (f32).
  private static final int BAND = BlockedProduct.BLOCK_COLUMNS;

  /// Columns for each thread at least, or packing `A` would weigh too much.
  private static final int LEAST_COLUMNS = 64;

  private final Tiles<T> tiles;
  private final Slots<Workspace<T>> workspaces;
  private final T none;
  private final Workers.Part packing = this::packChunk;
  private final Workers.Part multiplying = this::multiplyBand;

  private Gemm gemm = Gemm.of(0, 0, 0);
  private T a;
  private int aOffset;
  private T b;
  private int bOffset;
  private T c;
  private int cOffset;
  private T left;
  private int leftLength;
  private int band;

  StreamedProduct(Tiles<T> tiles, Slots<Workspace<T>> workspaces) {
    this.tiles = tiles;
    this.workspaces = workspaces;
    none = tiles.plain.allocate(0);
    a = none;
    b = none;
    c = none;
    left = none;
  }

  /// Returns whether a product is one of few rows.
  static boolean suits(Gemm gemm, int threads) {
    return gemm.m > BlockedProduct.FEWEST
        && gemm.m <= MOST_ROWS
        && gemm.n >= Math.max(BAND, LEAST_COLUMNS * threads)
        && gemm.k > 0
        && gemm.k <= GemmReference.GROUP
        && gemm.m * gemm.k <= LEFT_ELEMENTS;
  }

  void run(Gemm gemm, int threads, T a, int aOffset, T b, int bOffset, T c, int cOffset) {
    this.gemm = gemm;
    this.a = a;
    this.aOffset = aOffset;
    this.b = b;
    this.bOffset = bOffset;
    this.c = c;
    this.cOffset = cOffset;
    reserve(leftPlace(gemm.k));
    BlockedProduct.run(threads, Math.ceilDiv(gemm.k, GemmReference.CHUNK), packing);
    band = band(threads);
    BlockedProduct.run(threads, Math.ceilDiv(gemm.n, band), multiplying);
    this.a = none; // or the operands could not be collected
    this.b = none;
    this.c = none;
  }

  /// Returns a number of columns that gives every thread as many bands.
  private int band(int threads) {
    int bands = Math.ceilDiv(Math.ceilDiv(gemm.n, BAND), threads) * threads;
    int panels = Math.ceilDiv(gemm.n, tiles.wide());
    return Math.ceilDiv(panels, bands) * tiles.wide();
  }

  private void reserve(int length) {
    if (length > leftLength) {
      leftLength = length;
      left = tiles.plain.allocate(length);
    }
  }

  /// Where the chunk that begins at step `p` lies in packed `A`.
  private int leftPlace(int p) {
    return Math.ceilDiv(gemm.m, tiles.unit) * tiles.unit * p;
  }

  private void packChunk(int index) {
    int p = index * GemmReference.CHUNK;
    int depth = Math.min(GemmReference.CHUNK, gemm.k - p);
    int start = aOffset + p * gemm.a.column();
    tiles.packRows(a, start, gemm.a, gemm.m, depth, left, leftPlace(p));
  }

  private void multiplyBand(int index) {
    int column = index * band;
    int columns = Math.min(band, gemm.n - column);
    var workspace = workspaces.take();
    for (int p = 0; p < gemm.k; p += GemmReference.CHUNK) {
      int depth = Math.min(GemmReference.CHUNK, gemm.k - p);
      int start = bOffset + column * gemm.b.column() + p * gemm.b.row();
      tiles.packColumns(b, start, gemm.bColumns, columns, depth, workspace.right, 0);
      workspace.rows(left, leftPlace(p), 0);
      for (int j = 0; j < columns; j += tiles.wide()) {
        int used = Math.min(tiles.wide(), columns - j);
        int to = cOffset + column + j;
        workspace.columns(workspace.right, j * depth, 0);
        workspace.multiply(gemm.m, used, depth, c, to, gemm.cRow, p > 0);
      }
    }
    gemm.finished(cOffset + column, gemm.m, columns);
    workspace.release();
    workspaces.give(workspace);
  }
}

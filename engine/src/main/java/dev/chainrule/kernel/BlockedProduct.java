package dev.chainrule.kernel;

/// A matrix product in flight: packs `B` into panels, then computes blocks of `C`, both in
/// parallel.
///
/// `B` is packed for a group of chunks along k and a band of columns at a time, each panel as wide
/// as a register tile. A block of `C` packs its part of `A` chunk by chunk and multiplies it, tile
/// by tile, with every panel. So `A` and `B` are read from memory once a band, and what the inner
/// loop reads is contiguous and in the caches near the core. Where `C` has very few rows, packing
/// `B` would cost more than it saves, and its rows are used in place; so are the columns of `A`
/// where `C` has few columns.
final class BlockedProduct<T> {
  /// Rows of a block at most: packed with one chunk they take 192 KiB (f32) of the second-level
  /// cache.
  static final int BLOCK_ROWS = 192;

  /// Columns of a band at most if there are several groups.
  static final int BLOCK_COLUMNS = 256;

  /// Elements of packed `B` at most: 4 MiB (f32) of the last-level cache.
  private static final int PANEL_ELEMENTS = 1 << 20;

  /// Rows of `C` up to which packing rows of `B` that are near each other would cost more than it
  /// saves, as would packing such columns of `A` for as few columns of `C`.
  private static final int FEW = 128;

  /// Rows of `C` up to which packing any rows of `B` would.
  static final int FEWEST = 32;

  /// The distance in elements from which on lines that are used in place lie in pages of their own;
  /// at multiples of its half they share places in the first-level cache.
  private static final int FAR = 1024;

  /// Blocks for each thread, so that one that is disturbed leaves work to the others.
  private static final int BLOCKS_PER_THREAD = 4;

  private final Tiles<T> tiles;
  private final Slots<Workspace<T>> workspaces;
  private final T none;
  private final Workers.Part packing = this::packPanel;
  private final Workers.Part multiplying = this::multiplyBlock;

  private Gemm gemm = Gemm.of(0, 0, 0);
  private int threads;
  private T a;
  private int aOffset;
  private T b;
  private int bOffset;
  private T c;
  private int cOffset;

  // The band of columns and the group of steps along k that is being worked on.
  private int column;
  private int columns;
  private int step;
  private int steps;
  private boolean inPlace;
  private boolean leftInPlace;
  private int rowParts;
  private int columnParts;

  private T panels;
  private int panelsLength;

  BlockedProduct(Tiles<T> tiles, Slots<Workspace<T>> workspaces) {
    this.tiles = tiles;
    this.workspaces = workspaces;
    none = tiles.plain.allocate(0);
    a = none;
    b = none;
    c = none;
    panels = none;
  }

  void run(Gemm gemm, int threads, T a, int aOffset, T b, int bOffset, T c, int cOffset) {
    this.gemm = gemm;
    this.threads = threads;
    this.a = a;
    this.aOffset = aOffset;
    this.b = b;
    this.bOffset = bOffset;
    this.c = c;
    this.cOffset = cOffset;
    inPlace = usesRightInPlace();
    leftInPlace = usesLeftInPlace();
    int band = band(gemm, tiles.wide());
    for (column = 0; column < gemm.n; column += columns) {
      columns = Math.min(band, gemm.n - column);
      for (step = 0; step < gemm.k; step += steps) {
        steps = Math.min(GemmReference.GROUP, gemm.k - step);
        runBand();
      }
    }
    this.a = none; // or the operands could not be collected
    this.b = none;
    this.c = none;
  }

  /// Returns whether all of `B` is packed at once, so that it can be packed before.
  static boolean packsAtOnce(Gemm gemm, int wide) {
    return gemm.k > 0 && gemm.k <= GemmReference.GROUP && gemm.n <= band(gemm, wide);
  }

  /// Packs all of `B`; see [#run].
  void pack(Gemm gemm, T b, int bOffset, T packed) {
    begin(gemm, packed);
    this.b = b;
    this.bOffset = bOffset;
    for (int i = 0; i < Math.ceilDiv(columns, tiles.wide()); i++) {
      packPanel(i);
    }
    this.b = none;
  }

  /// Runs a product on this thread with a `B` that was packed before.
  void run(Gemm gemm, T packed, T a, int aOffset, T c, int cOffset) {
    begin(gemm, packed);
    this.a = a;
    this.aOffset = aOffset;
    this.c = c;
    this.cOffset = cOffset;
    rowParts = 1;
    columnParts = 1;
    multiplyBlock(0);
    this.a = none;
    this.c = none;
  }

  /// Takes up a product that is one band and one group.
  private void begin(Gemm gemm, T packed) {
    this.gemm = gemm;
    panels = packed;
    panelsLength = 0; // they are not its own
    inPlace = false;
    leftInPlace = usesLeftInPlace();
    column = 0;
    columns = gemm.n;
    step = 0;
    steps = gemm.k;
  }

  /// Working storage of at least this length, whose content is lost with the next run.
  T reserve(int length) {
    if (length > panelsLength) {
      panelsLength = length;
      panels = tiles.plain.allocate(length);
    }
    return panels;
  }

  private boolean usesRightInPlace() {
    return gemm.b.column() == 1 && (gemm.m <= FEWEST || (gemm.m <= FEW && isNear(gemm.b.row())));
  }

  private static boolean isNear(int distance) {
    return distance < FAR && distance % (FAR / 2) != 0;
  }

  private boolean usesLeftInPlace() {
    return gemm.a.row() == 1
        && gemm.n <= FEW
        && isNear(gemm.a.column())
        && gemm.m % tiles.unit == 0;
  }

  private static int band(Gemm gemm, int wide) {
    return gemm.k > GemmReference.GROUP ? BLOCK_COLUMNS : PANEL_ELEMENTS / gemm.k / wide * wide;
  }

  private void runBand() {
    int wide = tiles.wide();
    int panels = Math.ceilDiv(columns, wide);
    reserve(panels * wide * steps);
    divide(panels);
    run(threads, panels, packing);
    run(threads, rowParts * columnParts, multiplying);
  }

  /// Runs parts on this thread if it is to be the only one, else on all.
  static void run(int threads, int parts, Workers.Part part) {
    if (threads > 1) {
      Workers.run(parts, part);
    } else {
      for (int i = 0; i < parts; i++) {
        part.run(i);
      }
    }
  }

  /// Divides the band into blocks, several for each thread if that leaves them large enough. A `B`
  /// that is used in place is divided instead, so that no thread reads all of it.
  private void divide(int panels) {
    int least = Math.ceilDiv(gemm.m, BLOCK_ROWS);
    int most = gemm.m / (2 * tiles.high());
    int wanted = inPlace ? 1 : Math.min(BLOCKS_PER_THREAD * threads, most);
    rowParts = threads == 1 ? least : Math.max(least, wanted);
    columnParts = rowParts >= threads ? 1 : Math.min(panels, Math.ceilDiv(threads, rowParts));
  }

  private void packPanel(int index) {
    int wide = tiles.wide();
    int first = index * wide;
    int used = Math.min(wide, columns - first);
    if (!inPlace || used < wide) {
      int start = bOffset + (column + first) * gemm.b.column() + step * gemm.b.row();
      int width = tiles.width(used);
      tiles.pack(b, start, gemm.bColumns, used, steps, panels, first * steps, width);
    }
  }

  private void multiplyBlock(int index) {
    int unit = gemm.m >= rowParts * 4 * tiles.high() ? tiles.high() : tiles.unit;
    int units = Math.ceilDiv(gemm.m, unit);
    int rowPart = index % rowParts;
    int first = share(units, rowPart, rowParts) * unit;
    int end = Math.min(gemm.m, share(units, rowPart + 1, rowParts) * unit);
    int columnPart = index / rowParts;
    int wide = tiles.wide();
    int panels = Math.ceilDiv(columns, wide);
    int firstColumn = share(panels, columnPart, columnParts) * wide;
    int endColumn = Math.min(columns, share(panels, columnPart + 1, columnParts) * wide);
    Workspace<T> workspace = workspaces.take();
    for (int row = first; row < end; row += BLOCK_ROWS) {
      block(workspace, row, Math.min(end, row + BLOCK_ROWS), firstColumn, endColumn);
    }
    workspace.release();
    workspaces.give(workspace);
  }

  private void block(Workspace<T> w, int row, int endRow, int firstColumn, int endColumn) {
    int cStart = cOffset + row * gemm.cRow + column + firstColumn;
    boolean direct = step == 0;
    T target = direct ? c : w.sums;
    int start = direct ? cStart : 0;
    int targetRow = direct ? gemm.cRow : BLOCK_COLUMNS;
    for (int p = 0; p < steps; p += GemmReference.CHUNK) {
      int depth = Math.min(GemmReference.CHUNK, steps - p);
      left(w, row, endRow, step + p, depth);
      for (int j = firstColumn; j < endColumn; j += tiles.wide()) {
        int used = Math.min(tiles.wide(), endColumn - j);
        right(w, j, used, p);
        int to = start + j - firstColumn;
        w.multiply(endRow - row, used, depth, target, to, targetRow, p > 0);
      }
    }
    if (!direct) {
      tiles.plain.store(
          w.sums,
          0,
          BLOCK_COLUMNS,
          c,
          cStart,
          gemm.cRow,
          endRow - row,
          endColumn - firstColumn,
          true);
    }
    if (step + steps == gemm.k) {
      gemm.finished(cStart, endRow - row, endColumn - firstColumn);
    }
  }

  /// Makes ready the block's rows, for one chunk.
  private void left(Workspace<T> w, int row, int endRow, int p, int depth) {
    int start = aOffset + row * gemm.a.row() + p * gemm.a.column();
    if (leftInPlace) {
      w.rows(a, start, gemm.a.column());
    } else {
      tiles.packRows(a, start, gemm.a, endRow - row, depth, w.left, 0);
      w.rows(w.left, 0, 0);
    }
  }

  /// Makes ready one panel of the band, for one chunk.
  private void right(Workspace<T> w, int j, int used, int p) {
    if (inPlace && used == tiles.wide()) {
      w.columns(b, bOffset + column + j + (step + p) * gemm.b.row(), gemm.b.row());
    } else {
      w.columns(panels, j * steps + p * tiles.width(used), 0);
    }
  }

  /// Where part `part` begins if `total` things are divided evenly into `parts`.
  static int share(int total, int part, int parts) {
    return (int) ((long) total * part / parts);
  }
}

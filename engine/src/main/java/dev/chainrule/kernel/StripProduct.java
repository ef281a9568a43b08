package dev.chainrule.kernel;

/// Matrix products of factors that lie in strips, in one array of working storage; for one thread
/// at a time.
///
/// A strip holds [Tiles#STRIP] columns of a matrix, its rows one after the other. Products are
/// computed in chunks of 256 along k, which are added in order.
final class StripProduct<T> {
  private static final int STRIP = Tiles.STRIP;

  private final Tiles<T> tiles;
  private final T tile;
  private T storage;
  private int left;
  private int leftStep;
  private boolean transposed;
  private int right;
  private int rightStep;
  private T c;
  private int cStart;
  private int cRow;

  // The columns and the chunk along k that are being worked on.
  private int columns;
  private int depth;

  StripProduct(Tiles<T> tiles) {
    this.tiles = tiles;
    tile = tiles.plain.allocate(tiles.high() * tiles.wide());
    storage = tile;
    c = tile;
  }

  /// Says where the factors are.
  void begin(T array) {
    storage = array;
  }

  /// Forgets all arrays, so that they can be collected.
  void release() {
    storage = tile;
    c = tile;
  }

  /// Multiplies a matrix from this place next. The rows of the last tile may reach beyond it.
  ///
  /// @param rows of its strips
  StripProduct<T> left(int place, int rows) {
    left = place;
    leftStep = rows * STRIP;
    transposed = false;
    return this;
  }

  /// Multiplies a transposed matrix of one strip next.
  StripProduct<T> leftTransposed(int place) {
    left = place;
    leftStep = STRIP;
    transposed = true;
    return this;
  }

  /// Multiplies with a matrix from this place next.
  ///
  /// @param rows of its strips
  StripProduct<T> right(int place, int rows) {
    right = place;
    rightStep = rows;
    return this;
  }

  /// Writes a matrix from this place next.
  ///
  /// @param rowStride the distance of its rows
  StripProduct<T> to(T array, int place, int rowStride) {
    c = array;
    cStart = place;
    cRow = rowStride;
    return this;
  }

  /// `C = A · B`, or `C = C + (A · B)` if `add`, for `C` of m × n.
  void run(int m, int n, int k, boolean add) {
    int wide = tiles.wide();
    for (int j = 0; j < n; j += wide) {
      int used = Math.min(wide, n - j);
      for (int p = 0; p < k; p += GemmReference.CHUNK) {
        depth = Math.min(GemmReference.CHUNK, k - p);
        columns = right + j / STRIP * STRIP * rightStep + j % STRIP + p * STRIP;
        panel(m, j, used, p, add || p > 0);
      }
    }
  }

  /// Multiplies all rows with some columns, for one chunk along k.
  private void panel(int m, int j, int used, int p, boolean add) {
    int width = tiles.width(used);
    int from = transposed ? left + p * leftStep : left + p / STRIP * leftStep;
    for (int i = 0; i < m; ) {
      int height = tiles.height(m - i);
      int high = Math.min(height, m - i);
      int at = cStart + i * cRow + j;
      if (high == height && used == width) {
        tile(height, width, depth)
            .multiply(depth, storage, from, leftStep, storage, columns, STRIP, c, at, cRow, add);
      } else {
        tile(height, width, depth)
            .multiply(
                depth, storage, from, leftStep, storage, columns, STRIP, tile, 0, width, false);
        tiles.plain.store(tile, 0, width, c, at, cRow, high, used, add);
      }
      from += transposed ? height : height * STRIP;
      i += height;
    }
  }

  private TileKernel<T> tile(int height, int width, int depth) {
    return transposed
        ? tiles.tile(height, width, depth, width == STRIP)
        : tiles.strip(height, width, depth);
  }
}

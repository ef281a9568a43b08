package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import java.util.function.IntUnaryOperator;

/// The register tiles and panels of one element type. `T` is `float[]` or `double[]`.
///
/// A tile is one, two or three *units* of rows high and one or two vectors wide; the largest fills
/// the vector registers, with room for a row of `B` and an element of `A`. Every tile and every
/// copy exists in plain Java and, where there are vectors, as a generated kernel with the same
/// bits.
final class Tiles<T> {
  private static final int HEIGHTS = 3;

  /// The narrowest vectors for copies, in bits; below, plain Java is as fast.
  private static final int NARROWEST = 128;

  /// Lines of the largest blocks that are transposed in registers; with twice as many the code is
  /// too large for the first compiler, and no faster.
  private static final int BLOCK = 8;

  /// Steps along k while warming: few, since the vector kernels begin very slowly.
  private static final int TRIAL_DEPTH = 16;

  /// Columns of a block of `A` whose rows follow each other; a multiple of the widest tile's.
  static final int STRIP = 32;

  /// Steps along k that are packed for one panel before the next has its turn.
  private static final int TOGETHER = 16;

  final PlainLoops<T> plain;

  /// Rows of the lowest tile; the highest has three times as many.
  final int unit;

  /// Columns of the narrow tile; the wide one has twice as many.
  final int lanes;

  private final IntUnaryOperator tall = this::height;
  private final IntUnaryOperator broad = this::width;
  private final Element element;
  private final int elementBits;
  private final T scratch;
  private final Warming<TileKernel<T>>[] tiles;
  private final Warming<TileKernel<T>>[] strips;
  private final Warming<PanelCopy<T>>[] contiguous;
  private final Warming<PanelCopy<T>>[] transposed;

  /// @param element `F32` or `F64`
  Tiles(PlainLoops<T> plain, Element element) {
    this.plain = plain;
    this.element = element;
    elementBits = element.bytes() * Byte.SIZE;
    lanes = (Vectors.present() ? Vectors.bits() : 256) / elementBits;
    unit = Vectors.registers() / 8;
    scratch = plain.allocate(4 * HEIGHTS * unit * STRIP + 4 * TRIAL_DEPTH * wide());
    tiles = tiles();
    strips = strips();
    contiguous = copies(true);
    transposed = copies(false);
  }

  /// Uses the vector versions at once, however slow they are at first; without vectors, does
  /// nothing.
  void skipWarming() {
    if (Vectors.present()) {
      for (Warming<TileKernel<T>> tile : tiles) {
        tile.skip();
      }
      for (Warming<TileKernel<T>> strip : strips) {
        strip.skip();
      }
      for (int i = log(NARROWEST / elementBits); i <= log(lanes); i++) {
        contiguous[i].skip();
        if (1 << i <= BLOCK) {
          transposed[i].skip();
        }
      }
    }
  }

  int wide() {
    return 2 * lanes;
  }

  int high() {
    return HEIGHTS * unit;
  }

  /// The width of the next panel when this many columns are left.
  int width(int columns) {
    return columns <= lanes ? lanes : 2 * lanes;
  }

  /// The height of the next tile when this many rows are left: the highest, unless lower ones waste
  /// less.
  int height(int rows) {
    int units = (rows + unit - 1) / unit;
    return units == HEIGHTS + 1 ? 2 * unit : Math.min(units, HEIGHTS) * unit;
  }

  /// @param packed whether the rows of `B` follow each other without gaps
  TileKernel<T> tile(int height, int width, boolean packed) {
    int index = height / unit - 1 + (width > lanes ? HEIGHTS : 0) + (packed ? 0 : 2 * HEIGHTS);
    return tiles[index].current();
  }

  /// Returns the tile for an `A` that is cut into blocks of [#STRIP] columns: a block holds its
  /// rows one after the other, and blocks, not columns, are a step apart. Rows of `B` follow each
  /// other without gaps if the tile is as wide as a strip.
  TileKernel<T> strip(int height, int width) {
    return strips[height / unit - 1 + (width > lanes ? HEIGHTS : 0)].current();
  }

  /// Copies `lines` lines of a matrix, `depth` elements of each, side by side into a panel: element
  /// `p` of line `i` comes to `panel[panelStart + p · width + i]`. The rest of the panel has no
  /// meaning.
  ///
  /// @param strides if a line is a row
  void pack(
      T source,
      int start,
      Strides strides,
      int lines,
      int depth,
      T panel,
      int panelStart,
      int width) {
    int row = strides.row();
    int column = strides.column();
    int vector = Math.min(lines, lanes);
    int block = Math.min(Math.min(vector, depth), BLOCK);
    if (row == 1 && vector * elementBits >= NARROWEST) {
      PanelCopy<T> copy = contiguous[log(vector)].current();
      copy.copy(source, start, column, lines, depth, panel, panelStart, width);
    } else if (column == 1 && block * elementBits >= NARROWEST) {
      PanelCopy<T> copy = transposed[log(block)].current();
      copy.copy(source, start, row, lines, depth, panel, panelStart, width);
    } else {
      plain.copy(source, start, row, column, lines, depth, panel, panelStart, width);
    }
  }

  /// Packs rows of `A` for tiles, one tile after the other.
  void packRows(T a, int start, Strides strides, int rows, int depth, T packed, int place) {
    packLines(a, start, strides, rows, depth, packed, place, tall);
  }

  /// Packs columns of `B` into panels, one after the other.
  ///
  /// @param strides of `B` transposed
  void packColumns(T b, int start, Strides strides, int columns, int depth, T packed, int place) {
    packLines(b, start, strides, columns, depth, packed, place, broad);
  }

  /// Packs lines into neighbouring panels, whose widths depend on how many lines are left. What
  /// lies side by side in memory is read at about the same time.
  private void packLines(
      T source,
      int start,
      Strides strides,
      int lines,
      int depth,
      T panels,
      int place,
      IntUnaryOperator width) {
    int together = strides.row() == 1 ? TOGETHER : depth;
    for (int p = 0; p < depth; p += together) {
      int steps = Math.min(together, depth - p);
      int to = place;
      for (int i = 0; i < lines; ) {
        int wide = width.applyAsInt(lines - i);
        int from = start + i * strides.row() + p * strides.column();
        pack(source, from, strides, Math.min(wide, lines - i), steps, panels, to + p * wide, wide);
        to += wide * depth;
        i += wide;
      }
    }
  }

  private static int log(int n) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(n);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private Warming<TileKernel<T>>[] tiles() {
    Warming<TileKernel<T>>[] tiles = new Warming[4 * HEIGHTS];
    for (int i = 0; i < tiles.length; i++) {
      int height = unit * (1 + i % HEIGHTS);
      int vectors = 1 + i / HEIGHTS % 2;
      boolean packed = i < 2 * HEIGHTS;
      tiles[i] =
          new Warming<>(
              plainTile(height, vectors * lanes),
              () -> new TileWriter(element, lanes, height, vectors, packed, 0).define(),
              this::tryTile);
    }
    return tiles;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private Warming<TileKernel<T>>[] strips() {
    Warming<TileKernel<T>>[] strips = new Warming[2 * HEIGHTS];
    for (int i = 0; i < strips.length; i++) {
      int height = unit * (1 + i % HEIGHTS);
      int vectors = 1 + i / HEIGHTS;
      int width = vectors * lanes;
      boolean packed = width == STRIP;
      strips[i] =
          new Warming<>(
              (depth, a, aStart, aStep, b, bStart, bStep, c, cStart, cRow, add) ->
                  plain.strip(
                      height, width, depth, a, aStart, aStep, b, bStart, bStep, c, cStart, cRow,
                      add),
              () -> new TileWriter(element, lanes, height, vectors, packed, STRIP).define(),
              this::tryTile);
    }
    return strips;
  }

  private TileKernel<T> plainTile(int height, int width) {
    return (depth, a, aStart, aStep, b, bStart, bStep, c, cStart, cRow, add) ->
        plain.multiply(
            height, width, depth, a, aStart, 1, aStep, b, bStart, bStep, 1, c, cStart, cRow, add);
  }

  private void tryTile(TileKernel<T> tile) {
    int row = wide();
    int b = high() * row;
    tile.multiply(TRIAL_DEPTH, scratch, b, row, scratch, b, row, scratch, 0, row, false);
    tile.multiply(TRIAL_DEPTH, scratch, b, row, scratch, b, row, scratch, 0, row, true);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private Warming<PanelCopy<T>>[] copies(boolean contiguous) {
    Warming<PanelCopy<T>>[] copies = new Warming[log(lanes) + 1];
    for (int i = 0; i < copies.length; i++) {
      PanelWriter writer = new PanelWriter(element, 1 << i);
      copies[i] =
          new Warming<>(
              contiguous ? plainCopy(true) : plainCopy(false),
              contiguous ? writer::contiguous : writer::transposed,
              this::tryCopy);
    }
    return copies;
  }

  private PanelCopy<T> plainCopy(boolean contiguous) {
    return (source, start, stride, lines, depth, panel, panelStart, width) ->
        plain.copy(
            source,
            start,
            contiguous ? 1 : stride,
            contiguous ? stride : 1,
            lines,
            depth,
            panel,
            panelStart,
            width);
  }

  private void tryCopy(PanelCopy<T> copy) {
    int half = 2 * TRIAL_DEPTH * wide();
    copy.copy(scratch, 0, wide(), wide(), TRIAL_DEPTH, scratch, half, wide());
  }
}

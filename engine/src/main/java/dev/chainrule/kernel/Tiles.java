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

  /// Contiguous lines that are worth a vector, also one that is not full.
  private static final int FEW = 4;

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
  private final T scratch;
  private final Warming<TileKernel<T>>[] tiles;
  private final Warming<TileKernel<T>>[] strips;
  private final Warming<PanelCopy<T>> contiguous;
  private final Warming<PanelCopy<T>> transposed;

  /// @param element `F32` or `F64`
  Tiles(PlainLoops<T> plain, Element element) {
    this.plain = plain;
    this.element = element;
    lanes = (Vectors.present() ? Vectors.bits() : 256) / (element.bytes() * Byte.SIZE);
    unit = Vectors.registers() / 8;
    scratch = plain.allocate(4 * HEIGHTS * unit * STRIP + 4 * TRIAL_DEPTH * wide());
    tiles = tiles();
    strips = strips();
    var writer = new PanelWriter(element, lanes);
    contiguous = new Warming<>(plainCopy(true), writer::contiguous, this::tryCopy);
    transposed = new Warming<>(plainCopy(false), writer::transposed, this::tryCopy);
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
      contiguous.skip();
      transposed.skip();
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

  /// Returns the tile to use now, for so many steps along k.
  ///
  /// @param packed whether the rows of `B` follow each other without gaps
  TileKernel<T> tile(int height, int width, int depth, boolean packed) {
    int index = height / unit - 1 + (width > lanes ? HEIGHTS : 0) + (packed ? 0 : 2 * HEIGHTS);
    return tiles[index].awaited((long) height * width * depth);
  }

  /// Returns the tile for an `A` that is cut into blocks of [#STRIP] columns: a block holds its
  /// rows one after the other, and blocks, not columns, are a step apart. Rows of `B` follow each
  /// other without gaps if the tile is as wide as a strip.
  TileKernel<T> strip(int height, int width, int depth) {
    return strips[height / unit - 1 + (width > lanes ? HEIGHTS : 0)].awaited(
        (long) height * width * depth);
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
    long moves = (long) lines * depth;
    if (row == 1 && lines >= FEW) {
      PanelCopy<T> copy = contiguous.current(moves);
      copy.copy(source, start, column, lines, depth, panel, panelStart, width);
    } else if (column == 1 && lines >= PanelWriter.blockLines(lanes) && depth >= lanes) {
      PanelCopy<T> copy = transposed.current(moves);
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
    copy.copy(scratch, 0, wide(), wide() - 1, TRIAL_DEPTH, scratch, half, wide());
  }
}

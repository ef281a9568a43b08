package dev.chainrule.kernel;

/// What the matrix product does in plain Java with arrays of one element type, `T`: `float[]` or
/// `double[]`.
interface PlainLoops<T> {
  T allocate(int length);

  /// Sets elements to +0.
  void clear(T array, int start, int length);

  /// `C = A · B`, or `C = C + (A · B)` if `add`; `k` is at most one chunk. It needs no preparation,
  /// which makes it the fastest way for small products.
  void multiply(
      int m,
      int n,
      int k,
      T a,
      int aStart,
      int aRow,
      int aColumn,
      T b,
      int bStart,
      int bRow,
      int bColumn,
      T c,
      int cStart,
      int cRow,
      boolean add);

  /// What a tile does whose `A` is cut into blocks of [Tiles#STRIP] columns; see [Tiles#strip].
  ///
  /// @param rows an even number
  /// @param columns an even number
  void strip(
      int rows,
      int columns,
      int depth,
      T a,
      int aStart,
      int aStep,
      T b,
      int bStart,
      int bStep,
      T c,
      int cStart,
      int cRow,
      boolean add);

  /// What a [WindowTile] of any size does.
  ///
  /// @param columns of the panel, an even number
  void multiply(
      int rows,
      int columns,
      int[] runs,
      int count,
      T a,
      int aStart,
      int aRow,
      int aStep,
      T b,
      int bStart,
      T c,
      int cStart,
      int cRow,
      boolean add);

  /// What a [WindowTile] of channels does, for any numbers of rows and columns.
  void multiply(
      int rows,
      int columns,
      int[] runs,
      int count,
      T a,
      int aStart,
      int aRow,
      T b,
      int bStart,
      T c,
      int cStart,
      int cRow,
      boolean add);

  /// Copies the leading part of a tile to `C`, or adds it.
  void store(
      T tile,
      int tileStart,
      int tileRow,
      T c,
      int cStart,
      int cRow,
      int rows,
      int columns,
      boolean add);

  /// Sets `panel[panelStart + p · width + i] = source[start + i · row + p · column]` for `lines`
  /// times `depth` elements.
  void copy(
      T source,
      int start,
      int row,
      int column,
      int lines,
      int depth,
      T panel,
      int panelStart,
      int width);
}

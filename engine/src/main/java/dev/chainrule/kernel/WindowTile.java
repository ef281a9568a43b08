package dev.chainrule.kernel;

/// Multiplies elements of images, used where they are, with a panel into one register tile. `T` is
/// `float[]` or `double[]`.
///
/// The tile has a fixed number of rows and columns. Its sums have as many terms as the runs are
/// long, all together: `runs` holds pairs of a place and a number of steps. Row `r` at step `p` of
/// a run at `place` reads `a[aStart + place + r · aRow + p · aStep]`; one of the two distances is
/// 1, the other one is `aStride`, as the kernel's kind says. The panel has a row of the tile's
/// columns for each term.
@FunctionalInterface
interface WindowTile<T> {
  /// How elements of `A` are found.
  enum Kind {
    /// The elements of a row are neighbours, rows are `aStride` apart.
    ROWS,
    /// The elements of a column are neighbours, columns are `aStride` apart.
    COLUMNS,
    /// Rows are `aStride` apart, runs have one step, and each column of the tile is multiplied with
    /// elements of its own, which are neighbours.
    CHANNELS
  }

  /// `C = A · B`, or `C = C + (A · B)` if `add`, each element a chain of fused multiply-adds from
  /// +0.
  ///
  /// @param count the number of runs
  void multiply(
      int[] runs,
      int count,
      T a,
      int aStart,
      int aStride,
      T b,
      int bStart,
      T c,
      int cStart,
      int cRow,
      boolean add);
}

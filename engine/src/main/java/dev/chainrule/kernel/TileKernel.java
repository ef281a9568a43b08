package dev.chainrule.kernel;

/// Multiplies two panels into one register tile of `C`. `T` is `float[]` or `double[]`.
///
/// The tile has a fixed number of rows and columns. `A`'s panel holds the tile's rows side by side
/// for each of `depth` steps along k, which are `aStep` apart, `B`'s rows of at least the tile's
/// columns, `bStep` apart.
@FunctionalInterface
interface TileKernel<T> {
  /// `C = A · B`, or `C = C + (A · B)` if `add`, each element a chain of fused multiply-adds from
  /// +0.
  void multiply(
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
}

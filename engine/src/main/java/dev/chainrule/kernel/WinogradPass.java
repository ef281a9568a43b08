package dev.chainrule.kernel;

/// One step of a transform of Winograd's minimal filtering, for neighbouring channels at once.
@FunctionalInterface
interface WinogradPass {
  /// What is computed; numbers of channels are multiples of [WinogradSizes#CHANNELS].
  enum Kind {
    /// One row of positions of images from the differences `d` of two rows of a patch: `(d₀ − d₂,
    /// d₁ + d₂, d₂ − d₁, d₃ − d₁)`. Results are `inner` apart, those of the next vector `outer`
    /// further on.
    DIFFERENCES,
    /// The same of sums.
    SUMS,
    /// One row of positions of upstreams from one row of a square: `(g₀, g₀ + g₁, g₀ − g₁, g₁)`,
    /// written in the same way.
    UPSTREAMS,
    /// The same of the sums of two rows.
    UPSTREAM_SUMS,
    /// The same of the differences of two rows.
    UPSTREAM_DIFFERENCES,
    /// A square of results from 4 × 4 products: `((m₀ + m₁) + m₂, (m₁ − m₂) + m₃)` of every column,
    /// then of every row. Rows are `outer` apart, columns `inner`.
    RESULTS,
    /// Four numbers from three of a window: `(w₀, ((w₀ + w₂) + w₁) · ½, ((w₀ + w₂) − w₁) · ½, w₂)`.
    /// They may take the place of these.
    SPREAD,
    /// Three numbers of a window from four: with `s = (u₁ + u₂) · ½` these are `(u₀ + s, (u₁ − u₂)
    /// · ½, s + u₃)`. They may take the place of these.
    GATHER
  }

  /// Computes `count` channels.
  ///
  /// @param row from one row to the next in `a`
  /// @param column from one column, or number, to the next in `a`
  void run(
      float[] a,
      int start,
      int row,
      int column,
      int count,
      float[] b,
      int to,
      int outer,
      int inner);
}

package dev.chainrule.kernel;

/// What is computed from the elements of windows, channel by channel, for numbers of one type.
///
/// The arrays `t` and `x` of a run are read, `y` is written. The order of rounding is that of the
/// section "Pooling" in `docs/numerics.md`.
interface PoolKernel {
  /// `y` = the largest element of `x`, or NaN.
  void max(PoolRun run);

  /// `y` = the element of `t` where `x` has its first largest one.
  void take(PoolRun run);

  /// Adds `t` to `y` where `x` has its first largest element.
  void place(PoolRun run);

  /// `y` = the sum of `x` by the divisor.
  void average(PoolRun run);

  /// Adds `t` by the divisor to all elements of `y`.
  void spread(PoolRun run);

  /// `y`, whole numbers, = the place of the first largest element of `x`.
  void find(PoolRun run);

  /// Sets the elements `from .. end − 1` of `y` to 0.
  void clear(PoolRun run, int from, int end);
}

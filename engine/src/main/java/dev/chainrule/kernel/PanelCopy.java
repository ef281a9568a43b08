package dev.chainrule.kernel;

/// Copies lines of a matrix side by side into a panel. `T` is `float[]` or `double[]`.
@FunctionalInterface
interface PanelCopy<T> {
  /// Copies `lines` lines, `depth` elements of each, so that element `p` of line `i` comes to
  /// `panel[panelStart + p · width + i]`. Where it comes from depends on the copy: either lines or
  /// their elements are contiguous, and the other of the two `stride` apart.
  void copy(
      T source, int start, int stride, int lines, int depth, T panel, int panelStart, int width);
}

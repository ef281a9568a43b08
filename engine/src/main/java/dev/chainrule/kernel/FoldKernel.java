package dev.chainrule.kernel;

/// One fold over one element type: the pieces that the definition of folds is made of.
///
/// Implementations are templates, made anew for each fold: see [Specialized].
interface FoldKernel {

  /// Combines every row, of at most [Folds#RUN] elements, into one number.
  void along(Matrix rows, Object output, int place);

  /// Combines one row, of at most [Folds#RUN] elements, into [Folds#LANES] numbers.
  void lanes(Matrix row, Object output, int place);

  /// Combines every column, of at most [Folds#BLOCK] elements in order, into one number.
  void across(Matrix rows, Object output, int place);

  /// Combines every column, of any length, in order into one number.
  void chain(Matrix rows, Object output, int place);
}

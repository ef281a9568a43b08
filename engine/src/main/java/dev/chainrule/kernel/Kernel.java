package dev.chainrule.kernel;

/// A loop turned into code. Generated classes implement this; one instance serves all threads.
public interface Kernel {
  /// Ints per operand in a layout: offset, row stride, column stride.
  int LAYOUT = 3;

  /// Evaluates the loop for rows `fromRow..toRow` and columns `fromColumn..toColumn`, both
  /// exclusive at the end.
  ///
  /// @param arrays the operands' arrays, inputs first, the output last
  /// @param layout offset, row stride and column stride of each operand, in elements
  void run(Object[] arrays, int[] layout, int fromRow, int toRow, int fromColumn, int toColumn);

  /// Does the same in plain Java, one element at a time.
  default void plain(
      Object[] arrays, int[] layout, int fromRow, int toRow, int fromColumn, int toColumn) {
    run(arrays, layout, fromRow, toRow, fromColumn, toColumn);
  }
}

package dev.chainrule.kernel;

import java.lang.classfile.CodeBuilder;

/// The tile of `C` that a kernel writes, as a writer of kernels sees it: rows of whole vectors, and
/// the slots of the parameters that say where they are.
///
/// @param lanes of a vector
/// @param rows of the tile
/// @param vectors in a row
/// @param c the array
/// @param start the place of the first element
/// @param row the distance between rows
/// @param add whether what is there is added to
/// @param index of a variable that may be used
record TileTarget(
    Element element,
    int lanes,
    int rows,
    int vectors,
    int c,
    int start,
    int row,
    int add,
    int index) {

  /// Emits the writing of accumulators, or of their sums with what is there.
  ///
  /// @param accumulators the slot of the first one; the others follow row by row
  void store(CodeBuilder code, int accumulators) {
    code.iload(add);
    code.ifThenElse(
        block -> store(block, accumulators, true), block -> store(block, accumulators, false));
  }

  private void store(CodeBuilder code, int accumulators, boolean adds) {
    var instructions = new VectorInstructions(code, element, lanes);
    code.iload(start).istore(index);
    for (int i = 0; i < rows * vectors; i++) {
      int column = i % vectors * lanes;
      code.aload(accumulators + i);
      if (adds) {
        instructions.load(c, index, column);
        instructions.add();
      }
      instructions.store(c, index, column);
      if (column == (vectors - 1) * lanes) {
        code.iload(index).iload(row).iadd().istore(index);
      }
    }
  }
}

package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A function of the elements of matrices that lie elsewhere in every run; for one thread at a
/// time.
final class RowLoop {
  private final Kernel kernel;
  private final Object[] arrays;
  private final int[] layout;

  /// @param columns for each input the distance of neighbouring columns; the output has unit
  ///   distance
  RowLoop(Expression body, Element element, int... columns) {
    var inputs = IntStream.of(columns).mapToObj(c -> Loop.Operand.of(element, c)).toList();
    var output = Loop.Operand.of(element, 1);
    kernel = Loops.kernel(new Loop(List.of(body), element, inputs, List.of(output)));
    arrays = new Object[columns.length + 1];
    layout = new int[Kernel.LAYOUT * arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      layout[Kernel.LAYOUT * i + 2] = i < columns.length ? columns[i] : 1;
    }
  }

  /// Says where an operand lies: an input or, after all inputs, the output.
  ///
  /// @param row the distance of neighbouring rows
  RowLoop place(int operand, Object array, int place, int row) {
    arrays[operand] = array;
    layout[Kernel.LAYOUT * operand] = place;
    layout[Kernel.LAYOUT * operand + 1] = row;
    return this;
  }

  void run(int rows, int columns) {
    kernel.run(arrays, layout, 0, rows, 0, columns);
  }

  /// Forgets the arrays, so that they can be collected.
  void release() {
    Arrays.fill(arrays, null);
  }
}

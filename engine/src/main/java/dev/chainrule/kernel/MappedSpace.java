package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.List;

/// The axes of a fold over several operands at once: those of size 1 gone, neighbours that are both
/// combined or both kept joined where the strides of all operands allow it.
///
/// The innermost group of combined axes is seen as planes of rows and columns. If axes lie inside
/// the group, a row is an element of the group and the columns are what lies inside; else a column
/// is an element of the group and the rows are results.
final class MappedSpace {
  private final int operands;
  private final Storage[] inputs;
  private final int[] sizes;
  private final boolean[] over;
  private final int[][] strides;
  private int rank;
  private int axis;

  private MappedSpace(int rank, Storage... inputs) {
    this.inputs = inputs;
    operands = inputs.length;
    sizes = new int[rank];
    over = new boolean[rank];
    strides = new int[rank][operands];
  }

  static MappedSpace of(int[] sizes, boolean[] over, Storage... inputs) {
    var space = new MappedSpace(sizes.length, inputs);
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] != 1) {
        space.append(i, sizes[i], over[i]);
      }
    }
    space.axis = space.rank - 1;
    while (space.axis >= 0 && !space.over[space.axis]) {
      space.axis--;
    }
    return space;
  }

  private void append(int from, int size, boolean combined) {
    boolean joins = rank > 0 && over[rank - 1] == combined;
    for (int i = 0; joins && i < operands; i++) {
      joins = strides[rank - 1][i] == inputs[i].stride(from) * size;
    }
    int at = joins ? rank - 1 : rank++;
    sizes[at] = joins ? sizes[at] * size : size;
    over[at] = combined;
    for (int i = 0; i < operands; i++) {
      strides[at][i] = inputs[i].stride(from);
    }
  }

  /// Returns how many operands there are.
  int operands() {
    return operands;
  }

  Storage input(int operand) {
    return inputs[operand];
  }

  /// Returns whether there is a group of one axis, with at most one axis inside, and not without
  /// elements.
  boolean regular() {
    return axis >= 0 && rank - 1 - axis <= 1 && (axis == 0 || !over[axis - 1]) && elements() > 0;
  }

  int elements() {
    return product(0, rank);
  }

  /// Returns how many elements become one.
  int count() {
    return sizes[axis];
  }

  /// Returns how many elements lie inside the group.
  int columns() {
    return product(axis + 1, rank);
  }

  /// Returns how many neighbouring results there are if nothing lies inside the group.
  int rows() {
    return axis == 0 || columns() > 1 ? 1 : sizes[axis - 1];
  }

  /// Returns how many indices there are outside columns and rows.
  int planes() {
    return product(0, axis) / rows();
  }

  /// Returns whether no other group is left.
  boolean last() {
    for (int i = 0; i < axis; i++) {
      if (over[i]) {
        return false;
      }
    }
    return true;
  }

  int[] sizesLeft() {
    int[] left = Arrays.copyOf(sizes, rank);
    left[axis] = 1;
    return left;
  }

  boolean[] overLeft() {
    boolean[] left = Arrays.copyOf(over, rank);
    left[axis] = false;
    return left;
  }

  /// Returns the loop over rows and columns of an expression of the operands.
  Loop loop(Expression body, Element element) {
    var described = new Loop.Operand[operands];
    for (int i = 0; i < operands; i++) {
      described[i] = Loop.Operand.of(inputs[i].element(), strides[rank - 1][i]);
    }
    return new Loop(
        List.of(body), element, Arrays.asList(described), List.of(Loop.Operand.of(element, 1)));
  }

  /// Writes where the operands lie from a row and a column of a plane on.
  void locate(int[] layout, int plane, int row, int column) {
    boolean inside = columns() > 1;
    int rowAxis = inside ? axis : axis - 1;
    for (int i = 0; i < operands; i++) {
      int rowStride = rowAxis < 0 ? 0 : strides[rowAxis][i];
      int place = inputs[i].offset() + row * rowStride + column * strides[rank - 1][i];
      int rest = plane;
      for (int outer = rowAxis - 1; outer >= 0 && rest > 0; outer--) {
        place += rest % sizes[outer] * strides[outer][i];
        rest /= sizes[outer];
      }
      layout[Kernel.LAYOUT * i] = place;
      layout[Kernel.LAYOUT * i + 1] = rowStride;
      layout[Kernel.LAYOUT * i + 2] = strides[rank - 1][i];
    }
  }

  private int product(int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product *= sizes[i];
    }
    return product;
  }
}

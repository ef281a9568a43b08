package dev.chainrule.kernel;

/// The places of a loop after joining axes that lie one after the other in every operand: columns
/// (the innermost axis), rows (the next one) and planes (all others together).
final class Space {
  private final Storage[] operands;
  private final int[] sizes;
  private final int[] strides; // those of all operands, axis by axis
  private final int elements;
  private int rank;

  Space(int[] logical, Storage... operands) {
    this.operands = operands;
    this.sizes = new int[logical.length + 2];
    this.strides = new int[(logical.length + 2) * operands.length];
    sizes[0] = 1;
    sizes[1] = 1;
    rank = 2;
    int count = 1;
    for (int axis = 0; axis < logical.length; axis++) {
      count *= logical[axis];
      if (logical[axis] != 1) {
        append(axis, logical[axis]);
      }
    }
    elements = count;
  }

  private void append(int axis, int size) {
    if (joins(axis, size)) {
      sizes[rank - 1] *= size;
    } else {
      sizes[rank++] = size;
    }
    for (int i = 0; i < operands.length; i++) {
      strides[(rank - 1) * operands.length + i] = operands[i].stride(axis);
    }
  }

  /// Whether an axis continues the one before it in every operand.
  private boolean joins(int axis, int size) {
    if (sizes[rank - 1] == 1) {
      return rank == 2;
    }
    for (int i = 0; i < operands.length; i++) {
      if (columnStride(i) != operands[i].stride(axis) * size) {
        return false;
      }
    }
    return true;
  }

  int elements() {
    return elements;
  }

  int columns() {
    return sizes[rank - 1];
  }

  int rows() {
    return sizes[rank - 2];
  }

  int planes() {
    return elements / (rows() * columns());
  }

  int columnStride(int operand) {
    return strides[(rank - 1) * operands.length + operand];
  }

  /// Returns a new kernel layout, for the first plane.
  int[] layout() {
    int[] layout = new int[Kernel.LAYOUT * operands.length];
    for (int i = 0; i < operands.length; i++) {
      layout[Kernel.LAYOUT * i] = operands[i].offset();
      layout[Kernel.LAYOUT * i + 1] = strides[(rank - 2) * operands.length + i];
      layout[Kernel.LAYOUT * i + 2] = columnStride(i);
    }
    return layout;
  }

  /// Sets the offsets of a layout to those of a plane.
  void moveTo(int plane, int[] layout) {
    for (int i = 0; i < operands.length; i++) {
      layout[Kernel.LAYOUT * i] = operands[i].offset();
    }
    int rest = plane;
    for (int axis = rank - 3; axis >= 0 && rest > 0; axis--) {
      int index = rest % sizes[axis];
      rest /= sizes[axis];
      for (int i = 0; i < operands.length; i++) {
        layout[Kernel.LAYOUT * i] += index * strides[axis * operands.length + i];
      }
    }
  }
}

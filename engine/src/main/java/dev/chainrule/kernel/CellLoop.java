package dev.chainrule.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Functions of a recurrent cell, one after the other, over some rows of the batch in one step in
/// time. A loop belongs to one thread at a time.
@SuppressWarnings("EnumOrdinal") // places in tables that are never stored
final class CellLoop {
  private final int rows;
  private final int columns;
  private final int shift;
  private final List<CellStep> steps;
  private final Kernel[] kernels;
  private final Object[][] arrays;
  private final int[][] layouts;

  private final Object[] slotArrays = new Object[CellSlot.values().length];
  private final int[] slotPlaces = new int[slotArrays.length];
  private final int[] slotRows = new int[slotArrays.length];

  /// @param columns of each block
  /// @param shift by how much the first block of states is wider than that
  CellLoop(List<CellStep> steps, RecurrentSizes sizes, int rows, int columns, int shift) {
    this.rows = rows;
    this.columns = columns;
    this.shift = shift;
    this.steps = effective(steps, sizes.masked());
    var element = sizes.element();
    int count = this.steps.size();
    kernels = new Kernel[count];
    arrays = new Object[count][];
    layouts = new int[count][];
    for (int i = 0; i < count; i++) {
      var step = this.steps.get(i);
      int operands = step.inputs().size() + 1;
      kernels[i] = Loops.kernel(loop(step, element));
      arrays[i] = new Object[operands];
      layouts[i] = new int[Kernel.LAYOUT * operands];
    }
  }

  private static List<CellStep> effective(List<CellStep> steps, boolean masked) {
    var effective = new ArrayList<CellStep>();
    for (var step : steps) {
      if (masked) {
        effective.add(step.masked());
      } else if (!step.isConstant()) {
        effective.add(step.unmasked());
      }
    }
    return effective;
  }

  private static Loop loop(CellStep step, Element element) {
    var inputs =
        step.inputs().stream().map(block -> Loop.Operand.of(element, column(block))).toList();
    var output = Loop.Operand.of(element, 1);
    return new Loop(List.of(step.value()), element, inputs, List.of(output));
  }

  private static int column(CellSlot.Block block) {
    return block.slot() == CellSlot.MASK ? 0 : 1;
  }

  /// Says where a slot lies.
  ///
  /// @param place of its first element
  /// @param row the distance between rows
  void place(CellSlot slot, Object array, int place, int row) {
    slotArrays[slot.ordinal()] = array;
    slotPlaces[slot.ordinal()] = place;
    slotRows[slot.ordinal()] = row;
  }

  /// Computes all functions where the slots lie now.
  void run() {
    for (int i = 0; i < kernels.length; i++) {
      var step = steps.get(i);
      int inputs = step.inputs().size();
      for (int j = 0; j < inputs; j++) {
        bind(i, j, step.inputs().get(j));
      }
      bind(i, inputs, step.output());
      kernels[i].run(arrays[i], layouts[i], 0, rows, 0, columns);
    }
  }

  private void bind(int step, int operand, CellSlot.Block block) {
    int slot = block.slot().ordinal();
    int[] layout = layouts[step];
    arrays[step][operand] = slotArrays[slot];
    int more = block.slot().isState() && block.index() > 0 ? shift : 0;
    layout[Kernel.LAYOUT * operand] = slotPlaces[slot] + block.index() * columns + more;
    layout[Kernel.LAYOUT * operand + 1] = slotRows[slot];
    layout[Kernel.LAYOUT * operand + 2] = column(block);
  }

  /// Forgets the arrays, so that they can be collected.
  void release() {
    Arrays.fill(slotArrays, null);
    for (var operands : arrays) {
      Arrays.fill(operands, null);
    }
  }
}

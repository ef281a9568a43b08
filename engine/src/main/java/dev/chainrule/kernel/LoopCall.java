package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.List;

/// A loop with its operands, to be run as often as their elements change. Running allocates nothing
/// once it has been run with the present number of threads.
public final class LoopCall implements Runnable {
  /// Columns are shared among threads in multiples of this.
  static final int UNIT = 64;

  private static final List<Expression> SAME = List.of(Expression.input(0));

  private final Kernel kernel;
  private final Storage[] operands;
  private final Object[] arrays;
  private final Space space;
  private final Workers.Part part = this::run;
  private int[][] layouts = new int[1][];
  private int parts;

  private LoopCall(Kernel kernel, Space space, Storage... operands) {
    this.kernel = kernel;
    this.operands = operands;
    this.space = space;
    this.arrays = new Object[operands.length];
    layouts[0] = space.layout();
  }

  /// Returns a call that evaluates expressions at every place and stores their values.
  ///
  /// @param compute what numbers are computed in: F32, F64, I32 or I64
  /// @param sizes of the axes, the same for all operands; a repeated axis has stride 0
  /// @param operands the expressions' inputs, then an output for each expression
  public static LoopCall of(
      List<Expression> bodies, Element compute, int[] sizes, Storage... operands) {
    var space = new Space(sizes, operands);
    var described = new ArrayList<Loop.Operand>(operands.length);
    for (int i = 0; i < operands.length; i++) {
      described.add(Loop.Operand.of(operands[i].element(), space.columnStride(i)));
    }
    int inputs = operands.length - bodies.size();
    var loop =
        new Loop(
            bodies,
            compute,
            described.subList(0, inputs),
            described.subList(inputs, operands.length));
    return new LoopCall(Loops.kernel(loop), space, operands);
  }

  /// Returns a call that copies elements.
  ///
  /// @param to of the same element type
  public static LoopCall copy(int[] sizes, Storage from, Storage to) {
    var compute =
        switch (from.element()) {
          case BOOL, U8, I32 -> Element.I32;
          case I64 -> Element.I64;
          case F32 -> Element.F32;
          case F64 -> Element.F64;
        };
    return of(SAME, compute, sizes, from, to);
  }

  @Override
  public void run() {
    if (space.elements() == 0) {
      return;
    }
    prepare(Loops.parts(space.elements()));
    if (parts == 1) {
      run(0);
    } else {
      Workers.run(parts, part);
    }
  }

  /// Looks where the operands lie now, and lets the work be cut into so many parts.
  void prepare(int count) {
    parts = count;
    for (int i = 0; i < operands.length; i++) {
      arrays[i] = operands[i].array();
    }
    if (layouts.length < count) {
      layouts = new int[count][];
      for (int i = 0; i < count; i++) {
        layouts[i] = space.layout();
      }
    }
  }

  /// Returns whether the elements of every operand lie one after the other, or are one element.
  public boolean isRow() {
    return space.columns() == space.elements();
  }

  /// Returns how many places the loop has.
  int elements() {
    return space.elements();
  }

  /// Runs some units of elements, as a part of work that others belong to.
  void runRow(int index, int fromUnit, int toUnit) {
    int to = Math.min(toUnit * UNIT, space.elements());
    run(index, 0, 1, 0, 1, fromUnit * UNIT, to);
  }

  /// Runs one part: a share of the planes, of the rows, or of the columns.
  private void run(int index) {
    int planes = space.planes();
    int rows = space.rows();
    int columns = space.columns();
    if (parts == 1) {
      run(index, 0, planes, 0, rows, 0, columns);
    } else if (planes >= parts) {
      run(index, border(index, planes, 1), border(index + 1, planes, 1), 0, rows, 0, columns);
    } else if (rows >= parts) {
      run(index, 0, planes, border(index, rows, 1), border(index + 1, rows, 1), 0, columns);
    } else {
      run(
          index,
          0,
          planes,
          0,
          rows,
          border(index, columns, UNIT),
          border(index + 1, columns, UNIT));
    }
  }

  /// Returns where a part begins: a multiple of `unit`.
  private int border(int index, int size, int unit) {
    int units = Math.ceilDiv(size, unit);
    return Math.min((int) ((long) units * index / parts) * unit, size);
  }

  private void run(
      int index, int fromPlane, int toPlane, int fromRow, int toRow, int fromColumn, int toColumn) {
    int[] layout = layouts[index];
    for (int plane = fromPlane; plane < toPlane; plane++) {
      space.moveTo(plane, layout);
      kernel.run(arrays, layout, fromRow, toRow, fromColumn, toColumn);
    }
  }
}

package dev.chainrule.kernel;

import java.util.function.Consumer;

/// A generated loop that runs in plain Java while it is seldom used, and until its vectors are
/// fast.
final class WarmedLoop implements Kernel {
  /// Columns of a trial: not many, since vectors begin slowly, but enough that the compiler counts
  /// iterations sooner than calls.
  private static final int TRIAL_COLUMNS = 384;

  private static volatile boolean skipping;

  private final int steps;
  private final Kernel code;
  private final Warming<Kernel> warming;

  /// @param steps of the loop's body
  WarmedLoop(Kernel code, Loop loop, int steps) {
    this.code = code;
    this.steps = steps;
    warming = new Warming<>(code::plain, () -> code, trial(loop));
  }

  private static Consumer<Kernel> trial(Loop loop) {
    var arrays = new Object[loop.operands()];
    int[] layout = new int[LAYOUT * arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      var operand = loop.operand(i);
      arrays[i] = operand.element().elements(TRIAL_COLUMNS);
      layout[LAYOUT * i + 2] = operand.columns() == Loop.Stride.UNIT ? 1 : 0;
    }
    return kernel -> kernel.run(arrays, layout, 0, 1, 0, TRIAL_COLUMNS);
  }

  /// Uses vectors at once from now on, however slow they are at first.
  static void skipWarming() {
    skipping = true;
  }

  @Override
  public void run(
      Object[] arrays, int[] layout, int fromRow, int toRow, int fromColumn, int toColumn) {
    if (skipping) {
      code.run(arrays, layout, fromRow, toRow, fromColumn, toColumn);
    } else {
      long operations = (long) steps * (toRow - fromRow) * (toColumn - fromColumn);
      warming.current(operations).run(arrays, layout, fromRow, toRow, fromColumn, toColumn);
    }
  }
}

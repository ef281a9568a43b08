package dev.chainrule.kernel;

import java.util.function.IntFunction;

/// One pass of a fold: the innermost group of axes is combined. It can be run as often as its
/// elements change, and then allocates nothing.
abstract class FoldStage implements Runnable {
  final FoldSpace space;
  final Storage target;

  /// Kernels for numbers of elements.
  private final IntFunction<FoldKernel> kernels;

  private final Workers.Part part = this::share;
  private Matrix[] windows;
  private FoldKernel kernel;
  private int tasks;
  private int parts;

  private FoldStage(IntFunction<FoldKernel> kernels, FoldSpace space, Storage target) {
    this.kernels = kernels;
    this.space = space;
    this.target = target;
    kernel = kernels.apply(space.elements());
    windows = new Matrix[] {window()};
  }

  private Matrix window() {
    return new Matrix(target.array(), 0, 0, 0, 0);
  }

  /// Returns the stage that combines the innermost group of a space into a contiguous target.
  static FoldStage of(IntFunction<FoldKernel> kernels, FoldSpace space, Storage target) {
    if (space.columns() == 1) {
      return space.count() <= Folds.RUN
          ? new Rows(kernels, space, target)
          : new Runs(kernels, space, target);
    }
    return space.count() <= Folds.BLOCK
        ? new Block(kernels, space, target)
        : new Blocks(kernels, space, target);
  }

  /// Returns into how many tasks the work is cut now.
  abstract int tasks();

  /// Does some tasks.
  ///
  /// @param window for the thread that does them
  abstract void run(FoldKernel kernel, Matrix window, int from, int to);

  /// Does what is left when all tasks have ended.
  void join(FoldKernel kernel, Matrix window) {}

  @Override
  public final void run() {
    kernel = kernels.apply(space.elements());
    tasks = tasks();
    parts = Math.min(Loops.parts(space.elements()), tasks);
    if (parts > windows.length) {
      grow();
    }
    if (parts == 1) {
      run(kernel, windows[0], 0, tasks);
    } else {
      Workers.run(parts, part);
    }
    join(kernel, windows[0]);
  }

  private void grow() {
    windows = new Matrix[parts];
    for (int i = 0; i < parts; i++) {
      windows[i] = window();
    }
  }

  private void share(int index) {
    int from = (int) ((long) tasks * index / parts);
    int to = (int) ((long) tasks * (index + 1) / parts);
    run(kernel, windows[index], from, to);
  }

  /// Each row into one number.
  private static final class Rows extends FoldStage {
    Rows(IntFunction<FoldKernel> kernels, FoldSpace space, Storage target) {
      super(kernels, space, target);
    }

    @Override
    int tasks() {
      return space.planes();
    }

    @Override
    void run(FoldKernel kernel, Matrix window, int from, int to) {
      int row = from;
      while (row < to) {
        space.row(row, to - row, window);
        kernel.along(window, target.array(), target.offset() + row);
        row += window.rows();
      }
    }
  }

  /// Rows that are longer than one run.
  private static final class Runs extends FoldStage {
    private final int runs;
    private final Object parts;
    private final Object lanes;

    Runs(IntFunction<FoldKernel> kernels, FoldSpace space, Storage target) {
      super(kernels, space, target);
      runs = Math.ceilDiv(space.count(), Folds.RUN);
      parts = target.element().elements(space.planes() * runs * Folds.LANES);
      lanes = target.element().elements(space.planes() * Folds.LANES);
    }

    @Override
    int tasks() {
      return space.planes() * runs;
    }

    @Override
    void run(FoldKernel kernel, Matrix window, int from, int to) {
      for (int i = from; i < to; i++) {
        int start = i % runs * Folds.RUN;
        int count = Math.min(Folds.RUN, space.count() - start);
        space.row(i / runs, 1, window).columns(start, count);
        kernel.lanes(window, parts, i * Folds.LANES);
      }
    }

    @Override
    void join(FoldKernel kernel, Matrix window) {
      Folds.joinRuns(kernel, parts, runs, lanes, window, target);
    }
  }

  /// Columns of one block at most.
  private static final class Block extends FoldStage {
    private int width;
    private int chunks;

    Block(IntFunction<FoldKernel> kernels, FoldSpace space, Storage target) {
      super(kernels, space, target);
    }

    /// All columns of a plane are one task, unless there are fewer planes than threads can use.
    @Override
    int tasks() {
      int pieces = Math.ceilDiv(Loops.parts(space.elements()), space.planes());
      width = Math.ceilDiv(Math.ceilDiv(space.columns(), pieces), Folds.LANES) * Folds.LANES;
      chunks = Math.ceilDiv(space.columns(), width);
      return space.planes() * chunks;
    }

    @Override
    void run(FoldKernel kernel, Matrix window, int from, int to) {
      for (int i = from; i < to; i++) {
        int start = i % chunks * width;
        int count = Math.min(width, space.columns() - start);
        space.plane(i / chunks, window).columns(start, count);
        int place = target.offset() + i / chunks * space.columns() + start;
        kernel.across(window, target.array(), place);
      }
    }
  }

  /// Columns of several blocks.
  private static final class Blocks extends FoldStage {
    private final int blocks;
    private final Object sums;
    private final Object groups;

    Blocks(IntFunction<FoldKernel> kernels, FoldSpace space, Storage target) {
      super(kernels, space, target);
      blocks = Math.ceilDiv(space.count(), Folds.BLOCK);
      sums = target.element().elements(space.planes() * blocks * space.columns());
      groups = Folds.groups(target.element(), blocks, space.columns());
    }

    @Override
    int tasks() {
      return space.planes() * blocks;
    }

    @Override
    void run(FoldKernel kernel, Matrix window, int from, int to) {
      for (int i = from; i < to; i++) {
        int start = i % blocks * Folds.BLOCK;
        int count = Math.min(Folds.BLOCK, space.count() - start);
        space.plane(i / blocks, window).rows(start, count);
        kernel.across(window, sums, i * space.columns());
      }
    }

    @Override
    void join(FoldKernel kernel, Matrix window) {
      window.move(sums, 0, space.columns(), tasks(), space.columns());
      Folds.joinBlocks(kernel, window, blocks, groups, target);
    }
  }
}

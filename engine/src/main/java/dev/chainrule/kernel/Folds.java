package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.Arrays;

/// Combines the elements along some axes into one, in the order that `docs/numerics.md` defines.
///
/// Neighbouring axes are combined one group after the other, the innermost first. Large folds are
/// cut for several threads where the definition itself cuts them, so no result depends on it.
public final class Folds {
  /// How many elements of a row start together, from the definition.
  static final int LANES = 64;

  /// Elements in one run of a lane, and rows in one block, from the definition.
  static final int BLOCK = 64;

  /// After how many elements of a row, or rows, the definition starts anew; kernels work within.
  static final int RUN = LANES * BLOCK;

  private Folds() {}

  /// Combines the elements of `input` along the axes `over` into `output`.
  ///
  /// @param sizes of the input's axes
  /// @param output contiguous, with size 1 on the combined axes, and of the same element type: F32,
  ///   F64 or I64
  public static void run(Fold fold, int[] sizes, boolean[] over, Storage input, Storage output) {
    var kernel = FoldKernels.of(fold, input.element());
    run(fold, kernel, FoldSpace.of(sizes, over, input), output);
  }

  static void run(Fold fold, FoldKernel kernel, FoldSpace whole, Storage output) {
    var space = whole;
    if (space.elements() == 0) {
      fill(output, fold.identity(), space.results());
    } else if (!space.folds()) {
      copy(space, output.view(output.offset(), Storage.contiguous(space.sizes())));
    }
    while (space.folds() && space.elements() > 0) {
      if (!space.regular()) {
        var copy = Storage.allocate(output.element(), space.sizes());
        copy(space, copy);
        space = FoldSpace.of(space.sizes(), space.over(), copy);
      }
      space = group(kernel, space, output);
    }
  }

  private static void fill(Storage output, double value, int length) {
    int from = output.offset();
    switch (output.array()) {
      case float[] array -> Arrays.fill(array, from, from + length, (float) value);
      case double[] array -> Arrays.fill(array, from, from + length, value);
      case long[] array -> Arrays.fill(array, from, from + length, (long) value);
      default -> throw new IllegalStateException("fold: cannot fold " + output.element());
    }
  }

  private static void copy(FoldSpace space, Storage target) {
    Loops.map(Expression.input(0), target.element(), space.sizes(), space.storage(), target);
  }

  /// Combines the innermost group of axes and returns what is left.
  private static FoldSpace group(FoldKernel kernel, FoldSpace space, Storage output) {
    int[] sizes = space.sizesLeft();
    boolean[] over = space.overLeft();
    boolean last = true;
    for (boolean another : over) {
      last &= !another;
    }
    var target =
        last
            ? output.view(output.offset(), Storage.contiguous(sizes))
            : Storage.allocate(output.element(), sizes);
    if (space.columns() == 1) {
      along(kernel, space, target);
    } else {
      across(kernel, space, target);
    }
    return FoldSpace.of(sizes, over, target);
  }

  private static void along(FoldKernel kernel, FoldSpace space, Storage target) {
    int results = space.planes();
    int count = space.count();
    if (count <= RUN) {
      fork(space, results, (from, to) -> rows(kernel, space, from, to, target));
      return;
    }
    int runs = Math.ceilDiv(count, RUN);
    var parts = target.element().elements(results * runs * LANES);
    fork(
        space,
        results * runs,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = i % runs * RUN;
            var run = space.row(i / runs, 1).columns(start, Math.min(RUN, count - start));
            kernel.lanes(run, parts, i * LANES);
          }
        });
    joinRuns(kernel, parts, results, runs, target);
  }

  /// Combines the lanes of all runs of every result.
  static void joinRuns(FoldKernel kernel, Object parts, int results, int runs, Storage target) {
    var lanes = target.element().elements(results * LANES);
    for (int i = 0; i < results; i++) {
      var all = new Matrix(parts, i * runs * LANES, LANES, runs, LANES);
      kernel.chain(all, lanes, i * LANES);
    }
    var finished = new Matrix(lanes, 0, LANES, results, LANES);
    kernel.along(finished, target.array(), target.offset());
  }

  /// Combines each of the rows `from..to` into one number.
  private static void rows(FoldKernel kernel, FoldSpace space, int from, int to, Storage target) {
    int row = from;
    while (row < to) {
      var matrix = space.row(row, to - row);
      kernel.along(matrix, target.array(), target.offset() + row);
      row += matrix.rows();
    }
  }

  private static void across(FoldKernel kernel, FoldSpace space, Storage target) {
    int blocks = Math.ceilDiv(space.count(), BLOCK);
    if (blocks == 1) {
      block(kernel, space, target);
      return;
    }
    joinBlocks(kernel, blocks(kernel, space, target.element()), blocks, target);
  }

  /// Combines the results of all blocks of every plane.
  ///
  /// @param sums a row for each block of each plane
  /// @param blocks how many blocks a plane has
  static void joinBlocks(FoldKernel kernel, Matrix sums, int blocks, Storage target) {
    int columns = sums.columns();
    int planes = sums.rows() / blocks;
    int place = target.offset();
    if (blocks <= BLOCK) {
      for (int i = 0; i < planes; i++) {
        kernel.across(sums.rows(i * blocks, blocks), target.array(), place + i * columns);
      }
      return;
    }
    int groups = Math.ceilDiv(blocks, BLOCK);
    var group = target.element().elements(groups * columns);
    for (int i = 0; i < planes; i++) {
      for (int k = 0; k < groups; k++) {
        int from = k * BLOCK;
        var some = sums.rows(i * blocks + from, Math.min(BLOCK, blocks - from));
        kernel.across(some, group, k * columns);
      }
      var all = new Matrix(group, 0, columns, groups, columns);
      kernel.chain(all, target.array(), place + i * columns);
    }
  }

  /// Combines the rows of every plane, which fill one block at most.
  private static void block(FoldKernel kernel, FoldSpace space, Storage target) {
    int columns = space.columns();
    int width = width(space);
    int chunks = Math.ceilDiv(columns, width);
    fork(
        space,
        space.planes() * chunks,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = i % chunks * width;
            var part = space.plane(i / chunks).columns(start, Math.min(width, columns - start));
            kernel.across(part, target.array(), target.offset() + i / chunks * columns + start);
          }
        });
  }

  /// Returns how many columns go together: all, unless there are fewer planes than threads can use.
  private static int width(FoldSpace space) {
    int parts = Math.ceilDiv(Loops.parts(space.elements()), space.planes());
    return Math.ceilDiv(Math.ceilDiv(space.columns(), parts), LANES) * LANES;
  }

  /// Combines the rows of every block of every plane.
  private static Matrix blocks(FoldKernel kernel, FoldSpace space, Element element) {
    int columns = space.columns();
    int count = space.count();
    int blocks = Math.ceilDiv(count, BLOCK);
    int all = space.planes() * blocks;
    var sums = element.elements(all * columns);
    fork(
        space,
        all,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = i % blocks * BLOCK;
            var rows = space.plane(i / blocks).rows(start, Math.min(BLOCK, count - start));
            kernel.across(rows, sums, i * columns);
          }
        });
    return new Matrix(sums, 0, columns, all, columns);
  }

  private static void fork(FoldSpace space, int tasks, Loops.Range range) {
    Loops.fork(Math.min(Loops.parts(space.elements()), tasks), tasks, 1, range);
  }
}

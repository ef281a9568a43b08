package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.List;

/// Combines the values of an expression along some axes, without ever writing them all to memory.
///
/// A piece of the values that the definition of folds combines first is computed into a scratch
/// array that stays in the cache, and combined from there. So results have the bits of a loop over
/// the expression followed by [Folds].
public final class MappedFold {
  /// Columns of a piece at most: with the rows of a block they take 256 KiB (f32).
  private static final int WIDE = 1024;

  private static final Slots<float[]> FLOATS = new Slots<>(() -> new float[Folds.BLOCK * WIDE]);
  private static final Slots<double[]> DOUBLES = new Slots<>(() -> new double[Folds.BLOCK * WIDE]);

  private final Fold folding;
  private final Kernel kernel;
  private final MappedSpace space;
  private final Storage[] inputs;
  private final Storage output;
  private final Element element;
  private FoldKernel fold;

  private MappedFold(Fold fold, Kernel kernel, MappedSpace space, Storage... operands) {
    folding = fold;
    this.kernel = kernel;
    this.space = space;
    inputs = Arrays.copyOf(operands, operands.length - 1);
    output = operands[operands.length - 1];
    element = output.element();
    this.fold = FoldKernels.of(fold, element);
  }

  /// Returns a call that combines the values of an expression along the axes `over` into the last
  /// operand, as often as the operands' elements change.
  ///
  /// @param sizes of the axes, the same for all inputs; a repeated axis has stride 0
  /// @param operands the expression's inputs, then the output: contiguous, with size 1 on the
  ///   combined axes, of F32 or F64, in which everything is computed
  public static Runnable of(
      Fold fold, Expression body, int[] sizes, boolean[] over, Storage... operands) {
    int last = operands.length - 1;
    var output = operands[last];
    var element = output.element();
    var space = MappedSpace.of(sizes, over, Arrays.copyOf(operands, last));
    if (!space.regular()) {
      var values = Storage.allocate(element, sizes);
      var stored = operands.clone();
      stored[last] = values;
      var loop = LoopCall.of(List.of(body), element, sizes, stored);
      var folding = Folds.of(fold, sizes, over, values, output);
      return () -> {
        loop.run();
        folding.run();
      };
    }
    var kernel = Loops.kernel(space.loop(body, element));
    if (space.last()) {
      var mapped = new MappedFold(fold, kernel, space, operands);
      return mapped::run;
    }
    var first = operands.clone();
    first[last] = Storage.allocate(element, space.sizesLeft());
    var mapped = new MappedFold(fold, kernel, space, first);
    var rest = Folds.of(fold, space.sizesLeft(), space.overLeft(), first[last], output);
    return () -> {
      mapped.run();
      rest.run();
    };
  }

  private void run() {
    fold = FoldKernels.of(folding, element);
    group(output);
  }

  /// Combines the innermost group of axes.
  private void group(Storage target) {
    if (space.columns() > 1) {
      across(target);
    } else if (space.count() <= Folds.RUN) {
      rows(target);
    } else {
      runs(target);
    }
  }

  /// A part of the work of one thread, on a scratch array.
  private interface Part {
    void run(Piece piece, int from, int to);
  }

  private void fork(int tasks, Part part) {
    Loops.fork(
        Math.min(Loops.parts(space.elements()), tasks),
        tasks,
        1,
        (from, to) -> {
          if (element == Element.F32) {
            float[] scratch = FLOATS.take();
            part.run(new Piece(scratch), from, to);
            FLOATS.give(scratch);
          } else {
            double[] scratch = DOUBLES.take();
            part.run(new Piece(scratch), from, to);
            DOUBLES.give(scratch);
          }
        });
  }

  /// Values in a scratch array.
  private final class Piece {
    private final Object scratch;
    private final Object[] arrays;
    private final int[] layout;

    Piece(Object scratch) {
      this.scratch = scratch;
      arrays = new Object[inputs.length + 1];
      for (int i = 0; i < inputs.length; i++) {
        arrays[i] = inputs[i].array();
      }
      arrays[inputs.length] = scratch;
      layout = new int[Kernel.LAYOUT * arrays.length];
    }

    /// Computes the values of some rows and columns of a plane.
    Matrix of(int plane, int row, int rows, int column, int columns) {
      space.locate(layout, plane, row, column);
      layout[Kernel.LAYOUT * inputs.length] = 0;
      layout[Kernel.LAYOUT * inputs.length + 1] = columns;
      layout[Kernel.LAYOUT * inputs.length + 2] = 1;
      kernel.run(arrays, layout, 0, rows, 0, columns);
      return new Matrix(scratch, 0, columns, rows, columns);
    }
  }

  /// Rows of up to one run each: as many at once as fit into the scratch array.
  private void rows(Storage target) {
    int neighbours = space.rows();
    int together = Math.clamp(Folds.RUN / space.count(), 1, neighbours);
    int chunks = Math.ceilDiv(neighbours, together);
    fork(
        space.planes() * chunks,
        (piece, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = i % chunks * together;
            int rows = Math.min(together, neighbours - row);
            var values = piece.of(i / chunks, row, rows, 0, space.count());
            int place = target.offset() + i / chunks * neighbours + row;
            fold.along(values, target.array(), place);
          }
        });
  }

  /// Rows of several runs each.
  private void runs(Storage target) {
    int count = space.count();
    int runs = Math.ceilDiv(count, Folds.RUN);
    int results = space.planes() * space.rows();
    var lanes = element.elements(results * runs * Folds.LANES);
    fork(
        results * runs,
        (piece, from, to) -> {
          for (int i = from; i < to; i++) {
            int start = i % runs * Folds.RUN;
            int row = i / runs;
            int columns = Math.min(Folds.RUN, count - start);
            var values = piece.of(row / space.rows(), row % space.rows(), 1, start, columns);
            fold.lanes(values, lanes, i * Folds.LANES);
          }
        });
    var joined = element.elements(results * Folds.LANES);
    Folds.joinRuns(fold, lanes, runs, joined, new Matrix(lanes, 0, 0, 0, 0), target);
  }

  /// Columns, in blocks of rows.
  private void across(Storage target) {
    int columns = space.columns();
    int width = Math.min(columns, WIDE);
    int chunks = Math.ceilDiv(columns, width);
    int blocks = Math.ceilDiv(space.count(), Folds.BLOCK);
    boolean last = blocks == 1;
    Object sums = last ? target.array() : element.elements(space.planes() * blocks * columns);
    int place = last ? target.offset() : 0;
    fork(
        space.planes() * blocks * chunks,
        (piece, from, to) -> {
          for (int i = from; i < to; i++) {
            int column = i % chunks * width;
            int block = i / chunks;
            int row = block % blocks * Folds.BLOCK;
            int rows = Math.min(Folds.BLOCK, space.count() - row);
            int wide = Math.min(width, columns - column);
            var values = piece.of(block / blocks, row, rows, column, wide);
            fold.across(values, sums, place + block * columns + column);
          }
        });
    if (!last) {
      var all = new Matrix(sums, 0, columns, space.planes() * blocks, columns);
      var groups = Folds.groups(element, blocks, columns);
      Folds.joinBlocks(fold, all, blocks, groups, target);
    }
  }
}

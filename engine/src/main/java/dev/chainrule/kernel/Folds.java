package dev.chainrule.kernel;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

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

  /// The lanes of a row, for one thread at a time.
  static final Slots<float[]> FLOAT_LANES = new Slots<>(() -> new float[LANES]);

  static final Slots<double[]> DOUBLE_LANES = new Slots<>(() -> new double[LANES]);

  private Folds() {}

  /// Combines the elements of `input` along the axes `over` into `output`.
  ///
  /// @param sizes of the input's axes
  /// @param output contiguous, with size 1 on the combined axes, and of the same element type: F32,
  ///   F64 or I64
  public static void run(Fold fold, int[] sizes, boolean[] over, Storage input, Storage output) {
    of(fold, sizes, over, input, output).run();
  }

  /// Returns a call that combines elements as [#run] does, as often as they change.
  public static Runnable of(Fold fold, int[] sizes, boolean[] over, Storage input, Storage output) {
    var element = input.element();
    return of(
        fold, n -> FoldKernels.of(fold, element, n), FoldSpace.of(sizes, over, input), output);
  }

  static Runnable of(Fold fold, IntFunction<FoldKernel> kernels, FoldSpace whole, Storage output) {
    var space = whole;
    if (space.elements() == 0) {
      int results = space.results();
      return () -> fill(output, fold.identity(), results);
    }
    if (!space.folds()) {
      return copy(space, output.view(output.offset(), Storage.contiguous(space.sizes())));
    }
    var stages = new ArrayList<Runnable>();
    while (space.folds()) {
      if (!space.regular()) {
        var copied = Storage.allocate(output.element(), space.sizes());
        stages.add(copy(space, copied));
        space = FoldSpace.of(space.sizes(), space.over(), copied);
      }
      var target = target(space, output);
      stages.add(FoldStage.of(kernels, space, target));
      space = FoldSpace.of(space.sizesLeft(), space.overLeft(), target);
    }
    return stages.size() == 1 ? stages.getFirst() : all(stages);
  }

  private static Runnable all(List<Runnable> stages) {
    return () -> {
      for (int i = 0; i < stages.size(); i++) {
        stages.get(i).run();
      }
    };
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

  private static Runnable copy(FoldSpace space, Storage target) {
    return LoopCall.copy(space.sizes(), space.storage(), target);
  }

  /// Returns where the innermost group's results go: to the output if there is no other group.
  private static Storage target(FoldSpace space, Storage output) {
    int[] sizes = space.sizesLeft();
    boolean last = true;
    for (boolean another : space.overLeft()) {
      last &= !another;
    }
    return last
        ? output.view(output.offset(), Storage.contiguous(sizes))
        : Storage.allocate(output.element(), sizes);
  }

  /// Combines the lanes of all runs of every result.
  ///
  /// @param parts the lanes of every run
  /// @param lanes room for the lanes of every result
  /// @param window to be moved
  static void joinRuns(
      FoldKernel kernel, Object parts, int runs, Object lanes, Matrix window, Storage target) {
    int results = Array.getLength(lanes) / LANES;
    for (int i = 0; i < results; i++) {
      kernel.chain(window.move(parts, i * runs * LANES, LANES, runs, LANES), lanes, i * LANES);
    }
    window.move(lanes, 0, LANES, results, LANES);
    kernel.along(window, target.array(), target.offset());
  }

  /// Returns room for what [#joinBlocks] needs between.
  static Object groups(Element element, int blocks, int columns) {
    return element.elements(blocks <= BLOCK ? 0 : Math.ceilDiv(blocks, BLOCK) * columns);
  }

  /// Combines the results of all blocks of every plane.
  ///
  /// @param sums a row for each block of each plane; it is moved
  /// @param blocks how many blocks a plane has
  /// @param group see [#groups]
  static void joinBlocks(FoldKernel kernel, Matrix sums, int blocks, Object group, Storage target) {
    int columns = sums.columns();
    int planes = sums.rows() / blocks;
    int place = target.offset();
    var array = sums.array();
    int first = sums.place();
    if (blocks <= BLOCK) {
      for (int i = 0; i < planes; i++) {
        sums.move(array, first + i * blocks * columns, columns, blocks, columns);
        kernel.across(sums, target.array(), place + i * columns);
      }
      return;
    }
    int groups = Math.ceilDiv(blocks, BLOCK);
    for (int i = 0; i < planes; i++) {
      for (int k = 0; k < groups; k++) {
        int row = i * blocks + k * BLOCK;
        int count = Math.min(BLOCK, blocks - k * BLOCK);
        sums.move(array, first + row * columns, columns, count, columns);
        kernel.across(sums, group, k * columns);
      }
      sums.move(group, 0, columns, groups, columns);
      kernel.chain(sums, target.array(), place + i * columns);
    }
  }
}

package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// Runs loops over strided storages: finds or generates the kernel, walks the outer axes, forks.
public final class Loops {
  /// Kernels that nobody has used for long give way to a full heap, and their classes with them.
  private static final ConcurrentHashMap<Loop, SoftReference<Kernel>> KERNELS =
      new ConcurrentHashMap<>();

  /// Elements of one part of the work: below it, waking a thread costs more than it brings.
  private static volatile int grain = 1 << 15;

  private Loops() {}

  /// Returns how many kernels have been generated.
  public static int kernels() {
    return KERNELS.size();
  }

  /// Sets how many elements one thread gets at least; results never depend on it.
  public static void grain(int elements) {
    grain = elements;
  }

  /// Returns into how many parts work on so many elements is cut.
  static int parts(int elements) {
    return Math.clamp(elements / grain, 1, 4 * Workers.threads());
  }

  /// Evaluates an expression at every place and stores the results.
  ///
  /// @param compute what numbers are computed in: F32, F64, I32 or I64
  /// @param sizes of the axes, the same for all operands; a repeated axis has stride 0
  /// @param operands the expression's inputs, then the output
  public static void map(Expression body, Element compute, int[] sizes, Storage... operands) {
    var space = new Space(sizes, operands);
    if (space.elements() == 0) {
      return;
    }
    int last = operands.length - 1;
    var inputs = new Loop.Operand[last];
    Object[] arrays = new Object[last + 1];
    for (int i = 0; i < last; i++) {
      inputs[i] = Loop.Operand.of(operands[i].element(), space.columnStride(i));
      arrays[i] = operands[i].array();
    }
    var output = Loop.Operand.of(operands[last].element(), space.columnStride(last));
    arrays[last] = operands[last].array();
    run(kernel(new Loop(body, compute, Arrays.asList(inputs), output)), arrays, space);
  }

  /// Returns the kernel of a loop; it is made when it is first asked for.
  static Kernel kernel(Loop loop) {
    var known = KERNELS.get(loop);
    var kernel = known == null ? null : known.get();
    if (kernel == null) {
      kernel = LoopCompiler.compile(loop);
      KERNELS.put(loop, new SoftReference<>(kernel));
    }
    return kernel;
  }

  private static void run(Kernel kernel, Object[] arrays, Space space) {
    int parts = parts(space.elements());
    if (parts == 1) {
      planes(kernel, arrays, space, 0, space.planes(), 0, space.rows(), 0, space.columns());
    } else if (space.planes() >= parts) {
      fork(
          parts,
          space.planes(),
          1,
          (from, to) ->
              planes(kernel, arrays, space, from, to, 0, space.rows(), 0, space.columns()));
    } else if (space.rows() >= parts) {
      fork(
          parts,
          space.rows(),
          1,
          (from, to) ->
              planes(kernel, arrays, space, 0, space.planes(), from, to, 0, space.columns()));
    } else {
      fork(
          parts,
          space.columns(),
          64,
          (from, to) ->
              planes(kernel, arrays, space, 0, space.planes(), 0, space.rows(), from, to));
    }
  }

  /// Work on a range of a loop.
  interface Range {
    void run(int from, int to);
  }

  /// Cuts `0..size` into ranges whose borders are multiples of `unit`.
  static void fork(int parts, int size, int unit, Range range) {
    int units = Math.ceilDiv(size, unit);
    Workers.run(
        parts,
        part -> {
          int from = (int) ((long) units * part / parts) * unit;
          int to = Math.min((int) ((long) units * (part + 1) / parts) * unit, size);
          if (from < to) {
            range.run(from, to);
          }
        });
  }

  private static void planes(
      Kernel kernel,
      Object[] arrays,
      Space space,
      int fromPlane,
      int toPlane,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn) {
    int[] layout = space.layout();
    for (int plane = fromPlane; plane < toPlane; plane++) {
      space.moveTo(plane, layout);
      kernel.run(arrays, layout, fromRow, toRow, fromColumn, toColumn);
    }
  }
}

package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Runs loops over strided storages, and shares work among threads.
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

  /// Returns how many classes have been generated, for loops and for everything else.
  public static int classes() {
    return Generated.count();
  }

  /// Sets how many elements one thread gets at least; results never depend on it.
  public static void grain(int elements) {
    grain = elements;
  }

  /// Uses vectors at once from now on, however slow they are at first, so that tests reach them.
  public static void skipWarming() {
    WarmedLoop.skipWarming();
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
    LoopCall.of(List.of(body), compute, sizes, operands).run();
  }

  /// Returns how many steps a loop body has that computes all expressions, or empty if one of them
  /// cannot be computed in vectors.
  public static OptionalInt vectorSteps(List<Expression> bodies, Element compute) {
    var steps = steps(bodies, compute);
    return compute.floating() && VectorCode.supports(steps, compute)
        ? OptionalInt.of(steps.size())
        : OptionalInt.empty();
  }

  /// Returns the steps of a loop body that computes all expressions, each once.
  public static List<Expression> steps(List<Expression> bodies, Element compute) {
    return Lowering.steps(bodies, compute).steps();
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
}

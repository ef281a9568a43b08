package dev.chainrule.program;

import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.Gemm;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Storage;
import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.List;

/// Measures kernels: those of a program one by one, and what the machine can do at best.
final class Profile {
  /// Runs of which the fastest counts, since others disturb some.
  private static final int RUNS = 30;

  /// How long kernels are run before they are measured, so that they are compiled.
  private static final long WARM_UP_NANOS = 1_000_000_000L;

  /// Elements of each of a triad's arrays: they lie in main memory.
  private static final int LARGE = 1 << 23;

  private static final int PRODUCT = 512;

  private Profile() {}

  /// Returns the least time that each step of a program took, in nanoseconds.
  static double[] nanos(List<Step> steps) {
    double[] least = new double[steps.size()];
    Arrays.fill(least, Double.MAX_VALUE);
    long start = System.nanoTime();
    int measured = 0;
    while (measured < RUNS) {
      boolean warm = System.nanoTime() - start > WARM_UP_NANOS;
      for (int i = 0; i < least.length; i++) {
        double nanos = nanos(steps.get(i).code());
        least[i] = warm ? Math.min(least[i], nanos) : least[i];
      }
      measured += warm ? 1 : 0;
    }
    return least;
  }

  private static double nanos(Runnable code) {
    long start = System.nanoTime();
    code.run();
    return System.nanoTime() - start;
  }

  /// Returns what the machine can do at best.
  static Report.Ceilings ceilings() {
    float[] a = new float[PRODUCT * PRODUCT];
    float[] b = new float[PRODUCT * PRODUCT];
    var product = Gemm.of(PRODUCT, PRODUCT, PRODUCT);
    double flops = 2.0 * PRODUCT * PRODUCT * PRODUCT;
    double bytes = 3.0 * LARGE * Element.F32.bytes();
    return new Report.Ceilings(
        flops / least(() -> product.run(a, 0, a, 0, b, 0)), bytes / least(triad()));
  }

  private static Runnable triad() {
    int[] sizes = {LARGE};
    var body = Expression.input(0).add(Expression.input(1).mul(Expression.constant(3)));
    return LoopCall.of(
        List.of(body),
        Element.F32,
        sizes,
        Storage.allocate(Element.F32, sizes),
        Storage.allocate(Element.F32, sizes),
        Storage.allocate(Element.F32, sizes));
  }

  private static double least(Runnable code) {
    return nanos(List.of(new Step(List.of(), code)))[0];
  }
}

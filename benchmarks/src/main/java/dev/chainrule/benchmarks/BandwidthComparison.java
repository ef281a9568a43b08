package dev.chainrule.benchmarks;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Cells;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.Fold;
import dev.chainrule.kernel.Loops;
import dev.chainrule.kernel.MappedFold;
import dev.chainrule.kernel.Pooling;
import dev.chainrule.kernel.Storage;
import dev.chainrule.kernel.Workers;
import dev.chainrule.scalar.Expression;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The bandwidth of generated elementwise kernels, pooling and sums beside that of a triad `a = b +
/// 3 · c` and of a copy written by hand, over arrays far larger than the caches.
///
/// Argument: the number of rounds (default 15). In each round every kernel runs once; a kernel's
/// bytes are those of its inputs and its result, once each, for the triad as for all others.
public final class BandwidthComparison {
  private static final int ELEMENTS = 1 << 23;

  /// The first element of a large array at an address divisible by 64: G1 puts such an array at the
  /// start of a region, after a header of 16 bytes.
  private static final int ALIGNED = 12;

  private static final int WARM_UP_ROUNDS = 40;

  private BandwidthComparison() {}

  /// A kernel to be timed.
  ///
  /// @param arrays how many arrays it reads and writes; small ones are fractions
  private record Contender(String title, double arrays, Runnable run) {
    double gigabytes() {
      return 4e-9 * arrays * ELEMENTS;
    }
  }

  /// Starts itself once for each number of threads.
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Forks.threads().isPresent()) {
      compare(Forks.threads().getAsInt(), args.length > 0 ? Integer.parseInt(args[0]) : 15);
    } else {
      Forks.run(BandwidthComparison.class, args);
    }
  }

  private static void compare(int threads, int rounds) {
    Workers.threads(threads);
    var contenders = contenders(threads);
    double[][] seconds = new double[contenders.size()][rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        long start = System.nanoTime();
        contenders.get(i).run.run();
        if (round >= 0) {
          seconds[i][round] = (System.nanoTime() - start) / 1e9;
        }
      }
    }
    IO.println("\n" + threads + " thread" + (threads > 1 ? "s" : "") + "\n");
    IO.println("| kernel | arrays | GB/s | of the triad (quartiles) |");
    IO.println("|---|---:|---:|---:|");
    for (int i = 0; i < contenders.size(); i++) {
      IO.println(row(contenders.get(i), seconds[i], contenders.getFirst(), seconds[0]));
    }
  }

  private static String row(
      Contender contender, double[] seconds, Contender triad, double[] secondsOfTriad) {
    double[] ratios = new double[seconds.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = contender.gigabytes() / seconds[i] / (triad.gigabytes() / secondsOfTriad[i]);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.1f | %.2f (%.2f–%.2f) |",
        contender.title,
        contender.arrays,
        contender.gigabytes() / Quantiles.of(seconds, 0.5),
        Quantiles.of(ratios, 0.5),
        Quantiles.of(ratios, 0.25),
        Quantiles.of(ratios, 0.75));
  }

  private static List<Contender> contenders(int threads) {
    float[][] arrays = new float[3][];
    Arrays.setAll(arrays, BandwidthComparison::random);
    var x = input(0);
    var mean = x.add(input(2).mul(input(1).sub(x)));
    var square = x.mul(input(2)).add(input(1).mul(input(1)).mul(input(3)));
    var step = input(3).mul(input(1).div(input(2).sqrt().div(input(4)).add(input(5))));
    var all = new ArrayList<>(elementwise(threads, arrays, mean, square, step));
    all.addAll(images());
    return all;
  }

  private static List<Contender> elementwise(
      int threads, float[][] arrays, Expression mean, Expression square, Expression step) {
    var x = input(0);
    return List.of(
        new Contender("triad, by hand", 3, () -> byHand(threads, arrays, Control::triad)),
        new Contender("copy, by hand", 2, () -> byHand(threads, arrays, Control::copy)),
        kernel("add", x.add(input(1)), 2, 0),
        kernel("add, aligned to 64 bytes", ALIGNED, x.add(input(1)), 2, 0),
        kernel("relu", constant(0).lt(x).select(x, constant(0)), 1, 0),
        kernel("exp", x.exp(), 1, 0),
        kernel("tanh", x.tanh(), 1, 0),
        kernel("sigmoid", x.sigmoid(), 1, 0),
        kernel("SGD: w − rate · g", x.sub(input(2).mul(input(1))), 2, 1),
        kernel("Adam: running mean", mean, 2, 1),
        kernel("Adam: running square", square, 2, 2),
        kernel("Adam: update", x.sub(step), 3, 3));
  }

  /// Kernels over images of 32 · 32 places and 64 channels.
  private static List<Contender> images() {
    int[] sizes = {ELEMENTS >> 16, 32, 32, 64};
    var halves = new Cells(32, 1, evens(), filled(2), filled(2));
    var plan = Pooling.of(sizes[0], List.of(halves, halves), sizes[3]);
    var x = storage(0, sizes);
    var dx = storage(1, sizes);
    var y = storage(2, sizes[0], 16, 16, sizes[3]);
    var mean = storage(3, sizes[3]);
    var sum = storage(4, sizes[3]);
    var distance = input(0).sub(input(1));
    var squares =
        MappedFold.of(
            Fold.SUM,
            distance.mul(distance),
            sizes,
            new boolean[] {true, true, true, false},
            x,
            mean.view(mean.offset(), new int[] {0, 0, 0, 1}),
            sum.view(sum.offset(), new int[] {0, 0, 0, 1}));
    return List.of(
        new Contender("largest of 2 × 2 places", 1.25, () -> plan.max(x, y)),
        new Contender("mean of 2 × 2 places", 1.25, () -> plan.average(x, y)),
        new Contender("gradient of the largest", 2.25, () -> plan.place(y, x, dx)),
        new Contender("gradient of the mean", 1.25, () -> plan.spread(y, dx)),
        new Contender("squared distances, summed per channel", 1, squares));
  }

  private static int[] evens() {
    int[] evens = new int[16];
    Arrays.setAll(evens, i -> 2 * i);
    return evens;
  }

  private static int[] filled(int value) {
    int[] values = new int[16];
    Arrays.fill(values, value);
    return values;
  }

  private static Storage storage(int seed, int... sizes) {
    var storage = Storage.allocate(Element.F32, sizes);
    float[] values = (float[]) storage.array();
    System.arraycopy(random(seed), 0, values, 0, values.length);
    return storage;
  }

  /// A generated kernel of some large arrays and some single numbers.
  private static Contender kernel(String title, Expression body, int arrays, int numbers) {
    return kernel(title, 0, body, arrays, numbers);
  }

  private static Contender kernel(
      String title, int offset, Expression body, int arrays, int numbers) {
    var operands = new Storage[arrays + numbers + 1];
    for (int i = 0; i < operands.length; i++) {
      boolean number = i >= arrays && i < arrays + numbers;
      float[] values = number ? new float[] {0.5f} : random(i);
      operands[i] =
          new Storage(values, Element.F32, number ? 0 : offset, new int[] {number ? 0 : 1});
    }
    int[] sizes = {ELEMENTS};
    return new Contender(title, arrays + 1, () -> Loops.map(body, Element.F32, sizes, operands));
  }

  private static float[] random(int seed) {
    var random = new SplittableRandom(seed);
    float[] values = new float[ELEMENTS + ALIGNED];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static void byHand(int threads, float[][] arrays, Loop loop) {
    int share = ELEMENTS / threads;
    Workers.run(
        threads,
        part -> loop.run(arrays[0], arrays[1], arrays[2], share * part, share * (part + 1)));
  }

  /// A loop over a range of three arrays.
  private interface Loop {
    void run(float[] a, float[] b, float[] c, int from, int to);
  }

  /// What the machine can do.
  private static final class Control {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    static void triad(float[] a, float[] b, float[] c, int from, int to) {
      for (int i = from; i < to; i += SPECIES.length()) {
        FloatVector.fromArray(SPECIES, c, i)
            .mul(3)
            .add(FloatVector.fromArray(SPECIES, b, i))
            .intoArray(a, i);
      }
    }

    static void copy(float[] a, float[] b, float[] c, int from, int to) {
      for (int i = from; i < to; i += SPECIES.length()) {
        FloatVector.fromArray(SPECIES, b, i).intoArray(a, i);
      }
    }
  }
}

package dev.chainrule.kernel;

import java.util.Arrays;

/// The probability of labels under scores for every time step, and which share of it the paths with
/// a class at a step have, planned once for its sizes, then run on any arrays and places.
///
/// Forwards and backwards through time everything is added as logarithms in double precision, and
/// every result rounded once. Threads share sequences. The order of rounding stands in
/// `docs/numerics.md`, "Paths of labels".
public final class LabelPaths {
  private final Sizes sizes;
  private final Operands in;
  private final Slots<Sums> sums;
  private final Storage result;

  /// What a plan is made for.
  ///
  /// @param sequences how many there are
  /// @param time steps of the longest
  /// @param longest labels of the longest
  /// @param blank the class that stands for no label
  public record Sizes(int sequences, int time, int classes, int longest, int blank) {
    int states() {
      return 2 * longest + 1;
    }
  }

  /// Where the operands lie, all of them contiguous.
  ///
  /// @param logs logarithms of the classes' probabilities `[sequences, time, classes]`
  /// @param labels `[sequences, longest]`, `I64`
  /// @param times how many steps count `[sequences]`, `I64`
  /// @param lengths how many labels count `[sequences]`, `I64`
  public record Operands(Storage logs, Storage labels, Storage times, Storage lengths) {}

  private LabelPaths(Sizes sizes, Operands in, Storage result) {
    this.sizes = sizes;
    this.in = in;
    this.result = result;
    sums = new Slots<>(() -> new Sums(sizes));
  }

  /// Returns the call that finds the logarithms of the labels' probabilities, `[sequences]`.
  public static Runnable logarithms(Sizes sizes, Operands in, Storage result) {
    return new LabelPaths(sizes, in, result).new Job(sizes.sequences, false);
  }

  /// Returns the call that finds the shares of all classes at all steps, `[sequences, time,
  /// classes]`: 0 for steps that do not count, and where there is no path.
  public static Runnable shares(Sizes sizes, Operands in, Storage result) {
    int elements = sizes.sequences * sizes.time * sizes.classes;
    return new LabelPaths(sizes, in, result).new Job(elements, true);
  }

  private final class Job extends Shared {
    private final boolean shares;

    Job(int elements, boolean shares) {
      super(sizes.sequences, 1, Math.max(elements, sizes.sequences * sizes.time * sizes.states()));
      this.shares = shares;
    }

    @Override
    void run(int from, int to) {
      var own = sums.take();
      for (int sequence = from; sequence < to; sequence++) {
        own.read(in, sequence);
        double logarithm = own.forwards();
        if (shares) {
          own.backwards(logarithm, result, sequence * sizes.time * sizes.classes);
        } else {
          write(result, sequence, logarithm);
        }
      }
      sums.give(own);
    }
  }

  private static double read(Storage x, int place) {
    return x.array() instanceof float[] floats
        ? floats[x.offset() + place]
        : ((double[]) x.array())[x.offset() + place];
  }

  private static void write(Storage x, int place, double value) {
    if (x.array() instanceof float[] floats) {
      floats[x.offset() + place] = (float) value;
    } else {
      ((double[]) x.array())[x.offset() + place] = value;
    }
  }

  /// The sums of one sequence. A path stands at a label or at a blank before, between and after
  /// them.
  private static final class Sums {
    private final Sizes sizes;
    private final int[] classes;
    private final double[] emitted;
    private final double[] before;
    private final double[] row;
    private double[] after;
    private double[] next;
    private int steps;
    private int states;

    Sums(Sizes sizes) {
      this.sizes = sizes;
      classes = new int[sizes.states()];
      emitted = new double[sizes.time * sizes.states()];
      before = new double[sizes.time * sizes.states()];
      after = new double[sizes.states() + 2];
      next = new double[sizes.states() + 2];
      row = new double[sizes.classes];
    }

    void read(Operands in, int sequence) {
      steps = (int) ((long[]) in.times.array())[in.times.offset() + sequence];
      states = 2 * (int) ((long[]) in.lengths.array())[in.lengths.offset() + sequence] + 1;
      long[] labels = (long[]) in.labels.array();
      int first = in.labels.offset() + sequence * sizes.longest;
      for (int s = 0; s < states; s++) {
        classes[s] = s % 2 == 0 ? sizes.blank : (int) labels[first + s / 2];
      }
      for (int t = 0; t < steps; t++) {
        int scores = (sequence * sizes.time + t) * sizes.classes;
        for (int s = 0; s < states; s++) {
          emitted[t * states + s] = LabelPaths.read(in.logs, scores + classes[s]);
        }
      }
    }

    /// Whether a path may go to a state from the one before the one before.
    private boolean skips(int s) {
      return s > 1 && classes[s] != sizes.blank && classes[s] != classes[s - 2];
    }

    /// Adds up the paths from the first step to each; returns the logarithm of all.
    double forwards() {
      for (int s = 0; s < states; s++) {
        before[s] = s < 2 ? emitted[s] : Double.NEGATIVE_INFINITY;
      }
      for (int t = 1; t < steps; t++) {
        int last = (t - 1) * states;
        for (int s = 0; s < states; s++) {
          double sum = before[last + s];
          sum = s > 0 ? join(sum, before[last + s - 1]) : sum;
          sum = skips(s) ? join(sum, before[last + s - 2]) : sum;
          before[t * states + s] = sum + emitted[t * states + s];
        }
      }
      int end = steps * states - 1;
      return states > 1 ? join(before[end], before[end - 1]) : before[end];
    }

    /// Adds up the paths from the last step to each, and writes the classes' shares.
    void backwards(double logarithm, Storage result, int place) {
      int size = sizes.classes;
      Arrays.fill(row, 0);
      for (int t = sizes.time - 1; t >= 0; t--) {
        boolean counts = t < steps && logarithm != Double.NEGATIVE_INFINITY;
        if (counts) {
          step(t);
          share(t, logarithm);
        }
        for (int c = 0; c < size; c++) {
          write(result, place + t * size + c, row[c]);
        }
        Arrays.fill(row, 0);
      }
    }

    private void step(int t) {
      double[] now = next;
      next = after;
      after = now;
      if (t == steps - 1) {
        Arrays.fill(after, Double.NEGATIVE_INFINITY);
        after[states - 1] = 0;
        after[Math.max(0, states - 2)] = 0;
        return;
      }
      int later = (t + 1) * states;
      for (int s = 0; s < states; s++) {
        double sum = next[s] + emitted[later + s];
        sum = s + 1 < states ? join(sum, next[s + 1] + emitted[later + s + 1]) : sum;
        boolean skips = s + 2 < states && skips(s + 2);
        after[s] = skips ? join(sum, next[s + 2] + emitted[later + s + 2]) : sum;
      }
    }

    private void share(int t, double logarithm) {
      for (int s = 0; s < states; s++) {
        row[classes[s]] += StrictMath.exp(before[t * states + s] + after[s] - logarithm);
      }
    }

    /// `ln(exp a + exp b)`
    private static double join(double a, double b) {
      double most = Math.max(a, b);
      return most == Double.NEGATIVE_INFINITY
          ? most
          : most + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - most));
    }
  }
}

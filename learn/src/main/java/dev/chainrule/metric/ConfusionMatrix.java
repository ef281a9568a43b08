package dev.chainrule.metric;

import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.List;

/// How often each true class was predicted as each class; `toString` gives a table. Immutable.
///
/// As a metric it takes the shapes and values of [Accuracy].
public final class ConfusionMatrix {
  private final long[][] counts;

  private ConfusionMatrix(long[][] counts) {
    this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /// Returns the matrix of counts; rows are true classes, columns predicted ones.
  ///
  /// @throws IllegalArgumentException if the counts are not square, or one is negative
  public static ConfusionMatrix of(long[][] counts) {
    for (long[] row : counts) {
      if (row.length != counts.length || Arrays.stream(row).anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException(
            "ConfusionMatrix: counts must be square and 0 or more: " + Arrays.deepToString(counts));
      }
    }
    return new ConfusionMatrix(counts);
  }

  static Meter<ConfusionMatrix> meter(String name) {
    return new Meter<>() {
      private long[][] counts = new long[0][0];
      private long samples;

      @Override
      public void update(Tensor scores, Tensor targets) {
        ClassScores batch = ClassScores.of(name, scores, targets);
        if (samples == 0) {
          counts = new long[batch.classes()][batch.classes()];
        } else if (counts.length != batch.classes()) {
          throw new IllegalArgumentException(
              "%s: the batch has %d classes, the batches before had %d"
                  .formatted(name, batch.classes(), counts.length));
        }
        for (int row = 0; row < batch.rows(); row++) {
          counts[batch.label(row)][batch.predicted(row)]++;
        }
        samples += batch.rows();
      }

      @Override
      public ConfusionMatrix result() {
        Metrics.requireSamples(name, samples);
        return new ConfusionMatrix(counts);
      }
    };
  }

  /// Returns the number of classes.
  public int classes() {
    return counts.length;
  }

  /// Returns how many samples of a true class were predicted as a class.
  public long count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /// Returns the number of samples.
  public long samples() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /// Returns the share of samples predicted as their true class.
  public double accuracy() {
    return share(hits(), samples());
  }

  /// Returns `hits / predicted`, 0 where nothing was predicted.
  public double precision(Averaging averaging) {
    return average(averaging, c -> share(counts[c][c], predicted(c)));
  }

  /// Returns `hits / samples`, 0 where the class has no sample.
  public double recall(Averaging averaging) {
    return average(averaging, c -> share(counts[c][c], truths(c)));
  }

  /// Returns `2 · hits / (predicted + samples)`, 0 where both are 0.
  public double f1(Averaging averaging) {
    return average(averaging, c -> share(2 * counts[c][c], predicted(c) + truths(c)));
  }

  /// Returns the table with the classes called by their names.
  ///
  /// @param names a name for each class; an empty list numbers them
  /// @throws IllegalArgumentException if there are names, but not one for each class
  public String text(List<String> names) {
    if (!names.isEmpty() && names.size() != classes()) {
      throw new IllegalArgumentException(
          "ConfusionMatrix: %d names for %d classes".formatted(names.size(), classes()));
    }
    return ConfusionTable.of(this, names);
  }

  @Override
  public String toString() {
    return text(List.of());
  }

  private interface PerClass {
    double of(int label);
  }

  private double average(Averaging averaging, PerClass measure) {
    return switch (averaging) {
      case Averaging.OneClass(int label) -> {
        if (label >= classes()) {
          throw new IllegalArgumentException(
              "ConfusionMatrix: class %d is outside 0..%d".formatted(label, classes() - 1));
        }
        yield measure.of(label);
      }
      // With one label a sample, all predicted and all true samples are the same number.
      case Averaging.AllClasses.MICRO -> accuracy();
      case Averaging.AllClasses.MACRO -> {
        double sum = 0;
        for (int c = 0; c < classes(); c++) {
          sum += measure.of(c);
        }
        yield classes() == 0 ? 0 : sum / classes();
      }
      case Averaging.AllClasses.WEIGHTED -> {
        double sum = 0;
        for (int c = 0; c < classes(); c++) {
          sum += measure.of(c) * truths(c);
        }
        yield samples() == 0 ? 0 : sum / samples();
      }
    };
  }

  private long hits() {
    long hits = 0;
    for (int c = 0; c < classes(); c++) {
      hits += counts[c][c];
    }
    return hits;
  }

  private long truths(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  private long predicted(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}

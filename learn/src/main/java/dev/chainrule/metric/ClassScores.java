package dev.chainrule.metric;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.op.ArgExtremum;
import java.util.Arrays;

/// Scores per class and the true labels of a batch, checked and laid out in rows.
///
/// | | scores | targets |
/// |---|---|---|
/// | labels | `[..., classes]` | `[...]`, whole numbers `0 .. classes − 1` |
/// | one-hot | `[..., classes]` | `[..., classes]`, the largest element marks the class |
/// | two classes | `[n]`, `[..., 1]` | `[n]`, `[..., 1]`, `[...]`: 0 or 1; a score above 0 means 1 |
final class ClassScores {
  private final int classes;
  private final double[] scores;
  private final int[] predicted;
  private final int[] labels;

  /// @param classes the number of classes, at least 2
  /// @param scores `classes` numbers a row
  /// @param predicted the class with the largest score a row
  /// @param labels a true class a row
  private ClassScores(int classes, double[] scores, int[] predicted, int[] labels) {
    this.classes = classes;
    this.scores = scores;
    this.predicted = predicted;
    this.labels = labels;
  }

  static ClassScores of(String metric, Tensor scores, Tensor targets) {
    int[] sizes = scores.shape().sizes();
    if (sizes.length == 0) {
      throw new ShapeException(
          metric + ": scores have rank 0; expected [n, classes], or [n] for two classes");
    }
    double[] values = scores.toDoubleArray();
    checkNumbers(metric, values, scores);
    boolean single = sizes.length == 1 || sizes[sizes.length - 1] == 1;
    int classes = single ? 2 : sizes[sizes.length - 1];
    int[] leading = sizes.length == 1 ? sizes : Arrays.copyOf(sizes, sizes.length - 1);
    int[] targetSizes = targets.shape().sizes();
    double[] labels;
    if (Arrays.equals(targetSizes, leading) || (single && Arrays.equals(targetSizes, sizes))) {
      labels = targets.toDoubleArray();
    } else if (Arrays.equals(targetSizes, sizes)) {
      labels = ArgExtremum.max(targets, -1).toDoubleArray();
    } else {
      throw new ShapeException(
          "%s: targets %s do not fit scores %s; expected labels %s or one-hot rows %s"
              .formatted(
                  metric,
                  targets.shape(),
                  scores.shape(),
                  Arrays.toString(leading),
                  scores.shape()));
    }
    double[] rows = single ? againstZero(values) : values;
    int[] checked = checkedLabels(metric, labels, classes, scores);
    return new ClassScores(classes, rows, predicted(rows, classes), checked);
  }

  int classes() {
    return classes;
  }

  int rows() {
    return labels.length;
  }

  int label(int row) {
    return labels[row];
  }

  /// The class with the largest score in a row, the first of equals.
  int predicted(int row) {
    return predicted[row];
  }

  /// The place of the true class when the row's scores are sorted, 0 for the best; equals keep
  /// their order.
  int rank(int row) {
    int start = row * classes;
    int label = labels[row];
    double own = scores[start + label];
    int rank = 0;
    for (int c = 0; c < classes; c++) {
      double other = scores[start + c];
      rank += other > own || (other == own && c < label) ? 1 : 0;
    }
    return rank;
  }

  private static void checkNumbers(String metric, double[] values, Tensor scores) {
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "%s: score %d of %s (row-major) is NaN; the network's output is not finite"
                .formatted(metric, i, scores.shape()));
      }
    }
  }

  private static int[] checkedLabels(String metric, double[] labels, int classes, Tensor scores) {
    int[] checked = new int[labels.length];
    for (int row = 0; row < labels.length; row++) {
      double label = labels[row];
      if (!(label >= 0 && label < classes)) {
        throw new IllegalArgumentException(
            "%s: label %s at row %d is outside 0..%d (scores are %s)"
                .formatted(metric, number(label), row, classes - 1, scores.shape()));
      }
      if (label != Math.rint(label)) {
        throw new IllegalArgumentException(
            "%s: label %s at row %d is not a whole number".formatted(metric, label, row));
      }
      checked[row] = (int) label;
    }
    return checked;
  }

  private static String number(double label) {
    return label == Math.rint(label) && Math.abs(label) < 1e15
        ? Long.toString((long) label)
        : Double.toString(label);
  }

  private static int[] predicted(double[] rows, int classes) {
    var shape = Shape.of(rows.length / classes, classes);
    return ArgExtremum.max(Tensor.of(rows, shape), -1).toIntArray();
  }

  private static double[] againstZero(double[] scores) {
    double[] rows = new double[2 * scores.length];
    for (int i = 0; i < scores.length; i++) {
      rows[2 * i + 1] = scores[i];
    }
    return rows;
  }
}

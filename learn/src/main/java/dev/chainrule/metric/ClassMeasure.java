package dev.chainrule.metric;

import dev.chainrule.Tensor;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The measurement behind precision, recall and F1: a confusion matrix, read at the end.
final class ClassMeasure implements Meter<Score> {
  private final String name;
  private final ToDoubleFunction<ConfusionMatrix> measure;
  private final Meter<ConfusionMatrix> matrix;

  ClassMeasure(String name, ToDoubleFunction<ConfusionMatrix> measure) {
    this.name = name;
    this.measure = measure;
    this.matrix = ConfusionMatrix.meter(name);
  }

  static String name(String measure, Averaging averaging) {
    return switch (averaging) {
      case Averaging.AllClasses all -> all.name().toLowerCase(Locale.ROOT) + " " + measure;
      case Averaging.OneClass(int label) -> measure + " of class " + label;
    };
  }

  @Override
  public void update(Tensor scores, Tensor targets) {
    matrix.update(scores, targets);
  }

  @Override
  public Score result() {
    return new Score(name, measure.applyAsDouble(matrix.result()), Score.Kind.SHARE);
  }
}

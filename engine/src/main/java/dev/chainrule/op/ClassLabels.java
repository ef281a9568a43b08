package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Checks of losses that compare scores of classes `[…, classes]` with labels `[…]`, or with one
/// number for each class.
final class ClassLabels {
  private ClassLabels() {}

  /// @throws ShapeException in the name of `loss` if the labels do not fit the scores
  /// @throws DTypeException if they are not whole numbers
  static void checkTypes(String loss, Shape scores, TensorType labels) {
    if (scores.rank() == 0 || !labels.shape().equals(scores.without(-1))) {
      throw new ShapeException(
          "%s: labels %s do not fit scores %s; scores need one more axis, of classes, at the end"
              .formatted(loss, labels.shape(), scores));
    }
    if (labels.dtype().floating() || labels.dtype() == DType.BOOL) {
      throw new DTypeException(
          "%s: labels must be whole numbers, got %s".formatted(loss, labels.dtype()));
    }
  }

  /// Returns the type of one loss for each example with as many targets as scores, and perhaps
  /// class weights.
  ///
  /// @throws ShapeException in the name of `loss` if they do not fit
  static TensorType typeOfTargets(String loss, List<TensorType> inputs) {
    var scores = inputs.get(0).shape();
    if (scores.rank() == 0 || !inputs.get(1).shape().equals(scores)) {
      throw new ShapeException(
          "%s: targets %s and scores %s differ; both need one number for each class, on the last axis"
              .formatted(loss, inputs.get(1).shape(), scores));
    }
    if (inputs.size() > 2) {
      checkWeights(loss, scores, inputs.get(2));
    }
    return new TensorType(scores.without(-1), Normalizing.floating(loss, inputs));
  }

  /// @throws ShapeException in the name of `loss` if there is not one weight for each class
  static void checkWeights(String loss, Shape scores, TensorType weights) {
    if (!weights.shape().equals(Shape.of(scores.size(-1)))) {
      throw new ShapeException(
          "%s: class weights %s do not fit scores %s; one for each of the %d classes is needed"
              .formatted(loss, weights.shape(), scores, scores.size(-1)));
    }
  }

  /// @throws IllegalArgumentException in the name of `loss` if a label names no class
  static void check(String loss, Tensor labels, Shape scores, OptionalInt ignored) {
    int classes = scores.size(-1);
    var plain = Indices.plain(labels);
    for (int i = 0; i < labels.shape().elements(); i++) {
      long label = Indices.at(plain, i);
      if (!names(label, classes, ignored)) {
        throw outside(loss, label, i, labels.shape(), scores);
      }
    }
  }

  private static boolean names(long label, int classes, OptionalInt ignored) {
    return (label >= 0 && label < classes) || (ignored.isPresent() && label == ignored.getAsInt());
  }

  private static IllegalArgumentException outside(
      String loss, long label, int place, Shape labels, Shape scores) {
    int[] index = Plain.index(labels, place);
    return new IllegalArgumentException(
        "%s: label %d at %s is outside 0..%d (scores are %s)"
            .formatted(
                loss,
                label,
                index.length == 1 ? "row " + place : Arrays.toString(index),
                scores.size(-1) - 1,
                scores));
  }

  /// The misuses that every such loss answers alike.
  static OpSpec.Builder misuses(OpSpec.Builder spec, String loss, Op mean) {
    return spec.misuse(
            loss
                + ": labels [32] do not fit scores [64, 10]; scores need one more axis, of"
                + " classes, at the end",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(32), DType.I64))
        .misuse(
            loss + ": labels must be whole numbers, got f32",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64), DType.F32))
        .misuse(
            loss
                + ": class weights [3] do not fit scores [64, 10]; one for each of the 10"
                + " classes is needed",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64), DType.I64),
            new TensorType(Shape.of(3), DType.F32));
  }
}

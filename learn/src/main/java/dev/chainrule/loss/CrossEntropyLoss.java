package dev.chainrule.loss;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.op.Aggregate;
import dev.chainrule.op.CrossEntropy;
import dev.chainrule.op.SoftCrossEntropy;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Cross-entropy between predicted class scores and true classes, averaged over the batch.
///
/// `loss = −(1/n) Σᵢ ln softmax(scoresᵢ)[labelᵢ]`. With class weights each sample counts with its
/// label's weight, and the mean divides by their sum.
///
/// | | shape | values |
/// |---|---|---|
/// | scores | `[n, ..., classes]` | any finite numbers |
/// | targets | `[n, ...]` | labels: whole numbers `0 .. classes − 1`, or the ignored one |
/// | or targets | `[n, ..., classes]` | a probability for each class, floating-point |
/// | result | `[]` | ≥ 0; `ln(classes)` for a uniform guess |
///
/// @param smoothing how much of each target is spread over all classes, at least 0 and below 1
/// @param ignored a label whose samples do not count
/// @param weights one factor for each class, or none at all
public record CrossEntropyLoss(double smoothing, OptionalInt ignored, List<Double> weights)
    implements Loss {
  /// @throws IllegalArgumentException if `smoothing` is out of range or a weight is negative
  public CrossEntropyLoss {
    weights = List.copyOf(weights);
    Check.share("CrossEntropy", "smoothing", smoothing);
    weights.forEach(weight -> Check.atLeastZero("CrossEntropy", "a class weight", weight));
  }

  /// Returns plain cross-entropy.
  public static CrossEntropyLoss plain() {
    return new CrossEntropyLoss(0, OptionalInt.empty(), List.of());
  }

  /// Returns this loss with part of each target spread over all classes.
  public CrossEntropyLoss smoothing(double share) {
    return new CrossEntropyLoss(share, ignored, weights);
  }

  /// Returns this loss without the samples of one label.
  public CrossEntropyLoss ignoring(int label) {
    return new CrossEntropyLoss(smoothing, OptionalInt.of(label), weights);
  }

  /// Returns this loss with a factor for each class.
  public CrossEntropyLoss weights(double... factors) {
    return new CrossEntropyLoss(smoothing, ignored, Arrays.stream(factors).boxed().toList());
  }

  /// @throws ShapeException if the targets fit the scores neither as labels nor as probabilities
  /// @throws IllegalArgumentException if a label is out of range, with its row
  @Override
  public Tensor of(Tensor scores, Tensor targets) {
    if (targets.dtype().floating() && targets.shape().equals(scores.shape())) {
      return ofProbabilities(scores, targets.to(scores.dtype()));
    }
    var op = new CrossEntropy(Aggregate.MEAN, smoothing, ignored);
    return weights.isEmpty() ? op.on(scores, targets) : op.on(scores, targets, factors(scores));
  }

  private Tensor ofProbabilities(Tensor scores, Tensor targets) {
    if (ignored.isPresent()) {
      throw new IllegalArgumentException(
          "CrossEntropy: label %d is to be ignored, but the targets are probabilities"
              .formatted(ignored.getAsInt()));
    }
    var op = new SoftCrossEntropy(Aggregate.MEAN, smoothing);
    return weights.isEmpty() ? op.on(scores, targets) : op.on(scores, targets, factors(scores));
  }

  private Tensor factors(Tensor scores) {
    double[] values = weights.stream().mapToDouble(Double::doubleValue).toArray();
    return Tensor.of(values, Shape.of(values.length)).to(scores.dtype());
  }
}

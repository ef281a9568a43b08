package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;
import java.util.OptionalInt;

/// How unlikely the true classes are under predicted logarithms of probabilities: cross-entropy
/// after a log-softmax of one's own.
///
/// `lossᵢ = −w[labelᵢ] · x[i, labelᵢ]`; the mean divides by the sum of the labels' weights.
///
/// | input | shape | values |
/// |---|---|---|
/// | x | `[…, classes]` | logarithms of probabilities |
/// | labels | `[…]` | whole numbers `0 .. classes − 1`, or the ignored label |
/// | weights | `[classes]`, may be left out | one factor for each class |
///
/// @param aggregate what becomes of the examples' losses
/// @param ignored a label whose examples do not count
public record NegativeLogLikelihood(Aggregate aggregate, OptionalInt ignored) implements Composite {

  /// Returns the mean for logarithms `[…, classes]` and labels `[…]`.
  public static Tensor of(Tensor logarithms, Tensor labels) {
    return new NegativeLogLikelihood(Aggregate.MEAN, OptionalInt.empty()).on(logarithms, labels);
  }

  @Override
  public String name() {
    return "negativeLogLikelihood";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var scores = inputs.get(0).shape();
    ClassLabels.checkTypes(name(), scores, inputs.get(1));
    var dtype = Normalizing.floating(name(), inputs.get(0).dtype());
    if (inputs.size() > 2) {
      ClassLabels.checkWeights(name(), scores, inputs.get(2));
      dtype = dtype.promote(inputs.get(2).dtype());
    }
    return new TensorType(aggregate.of(inputs.get(1).shape()), dtype);
  }

  @Override
  public boolean checksElements() {
    return true;
  }

  @Override
  public void check(List<Tensor> inputs) {
    ClassLabels.check(name(), inputs.get(1), inputs.get(0).shape(), ignored);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var dtype = type(Execution.types(inputs)).dtype();
    var labels = inputs.get(1).to(DType.I64);
    var weights = Tensor.ones(labels.shape(), dtype);
    if (ignored.isPresent()) {
      var counts = labels.ne(ignored.getAsInt());
      labels = counts.where(labels, Tensor.scalar(0, DType.I64));
      weights = counts.to(dtype);
    }
    if (inputs.size() > 2) {
      weights = weights.mul(IndexSelect.of(inputs.get(2).to(dtype), 0, labels));
    }
    var own = Gather.of(inputs.getFirst().to(dtype), -1, labels.unsqueeze(-1)).squeeze(-1);
    var each = CrossEntropy.TIMES.on(weights, own).neg();
    return aggregate == Aggregate.MEAN ? each.sum().div(weights.sum()) : aggregate.of(each);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var logs = inputs.get(0);
    var labels = inputs.get(1);
    int classes = logs.shape().size(-1);
    double total = 0;
    double[] losses = new double[labels.values().length];
    for (int i = 0; i < losses.length; i++) {
      int label = (int) labels.values()[i];
      if (ignored.isEmpty() || label != ignored.getAsInt()) {
        double weight = inputs.size() > 2 ? inputs.get(2).get(label) : 1;
        total += weight;
        losses[i] = weight == 0 ? 0 : -weight * logs.values()[i * classes + label];
      }
    }
    var each = new Plain(labels.shape(), losses);
    return aggregate == Aggregate.MEAN
        ? new Plain(Shape.of(), Aggregate.SUM.of(each).get() / total)
        : aggregate.of(each);
  }

  static OpSpec spec() {
    var mean = new NegativeLogLikelihood(Aggregate.MEAN, OptionalInt.empty());
    var spec =
        OpSpec.of(mean.name())
            .summary("How unlikely the true classes are under logarithms of probabilities.")
            .formula("loss = −(1/Σw) Σᵢ w[labelᵢ] · x[i, labelᵢ]")
            .gradient("dx[i, labelᵢ] = −w[labelᵢ] · dloss / Σw")
            .source("Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.2.2.3")
            .sample(mean, Input.numbers(4, 5), Input.whole(0, 4, 4))
            .sample(mean, Input.numbers(5), Input.whole(0, 4))
            .sample(
                new NegativeLogLikelihood(Aggregate.NONE, OptionalInt.of(1)),
                Input.numbers(2, 3, 4),
                Input.whole(0, 3, 2, 3))
            .sample(
                new NegativeLogLikelihood(Aggregate.SUM, OptionalInt.empty()),
                Input.numbers(137, 3),
                Input.whole(0, 2, 137))
            .sample(
                new NegativeLogLikelihood(Aggregate.MEAN, OptionalInt.of(2)),
                Input.numbers(9, 3),
                Input.whole(0, 2, 9),
                Input.numbers(0.5, 2, 3));
    return ClassLabels.misuses(spec, mean.name(), mean).build();
  }
}

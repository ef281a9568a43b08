package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;

/// Cross-entropy of one yes-or-no answer for each class, averaged over the classes.
///
/// `lossᵢ = −(1/classes) Σ_c w_c · (t_ic ln sigmoid(x_ic) + (1 − t_ic) ln sigmoid(−x_ic))`
///
/// | input | shape | values |
/// |---|---|---|
/// | scores | `[…, classes]` | any numbers, natural-log units of odds; above 0 means yes |
/// | targets | the same | 1 for yes, 0 for no, or a probability between |
/// | weights | `[classes]`, may be left out | one factor for each class |
///
/// **Gradient**: `dx = w · (sigmoid(x) − t) · dlossᵢ / classes`.
///
/// @param aggregate what becomes of the examples' losses
public record MultiLabelSoftMargin(Aggregate aggregate) implements ExampleLoss {

  /// Returns the mean for scores and targets `[…, classes]`.
  public static Tensor of(Tensor scores, Tensor targets) {
    return new MultiLabelSoftMargin(Aggregate.MEAN).on(scores, targets);
  }

  @Override
  public String name() {
    return "multiLabelSoftMargin";
  }

  @Override
  public TensorType typeOfEach(List<TensorType> inputs) {
    return ClassLabels.typeOfTargets(name(), inputs);
  }

  @Override
  public Tensor each(List<Tensor> inputs) {
    var dtype = typeOfEach(Execution.types(inputs)).dtype();
    var answers =
        ElementLoss.BINARY_CROSS_ENTROPY.on(inputs.get(0), inputs.get(1), Tensor.scalar(1, dtype));
    return (inputs.size() > 2 ? answers.mul(inputs.get(2)) : answers).mean(-1);
  }

  @Override
  public Plain referenceOfEach(List<Plain> inputs) {
    var x = inputs.get(0);
    int classes = x.shape().size(-1);
    return Plain.generate(
        x.shape().without(-1),
        index -> {
          int[] at = Arrays.copyOf(index, index.length + 1);
          double loss = 0;
          for (int c = 0; c < classes; c++) {
            at[index.length] = c;
            double t = inputs.get(1).get(at);
            double yes = Math.log1p(Math.exp(-x.get(at)));
            double no = Math.log1p(Math.exp(x.get(at)));
            loss += (t * yes + (1 - t) * no) * (inputs.size() > 2 ? inputs.get(2).get(c) : 1);
          }
          return loss / classes;
        });
  }

  static OpSpec spec() {
    var mean = new MultiLabelSoftMargin(Aggregate.MEAN);
    return OpSpec.of(mean.name())
        .summary("Cross-entropy of one yes-or-no answer for each class, averaged over the classes.")
        .formula(
            "loss = −(1/n) Σᵢ (1/classes) Σ_c w_c · (t_ic ln sigmoid(x_ic) + (1 − t_ic) ln"
                + " sigmoid(−x_ic))")
        .gradient("dx = w · (sigmoid(x) − t) · dloss / (n · classes)")
        .source("Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.2.2.2")
        .sample(mean, Input.numbers(4, 5), Input.numbers(0.0, 1, 4, 5))
        .sample(mean, Input.numbers(4), Input.numbers(0.0, 1, 4))
        .sample(
            new MultiLabelSoftMargin(Aggregate.NONE),
            Input.numbers(2, 3, 4),
            Input.numbers(0.0, 1, 2, 3, 4),
            Input.numbers(0.5, 2, 4))
        .sample(
            new MultiLabelSoftMargin(Aggregate.SUM),
            Input.numbers(67, 3),
            Input.numbers(0.0, 1, 67, 3))
        .misuse(
            "multiLabelSoftMargin: targets [64] and scores [64, 10] differ; both need one number"
                + " for each class, on the last axis",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64), DType.F32))
        .misuse(
            "multiLabelSoftMargin: class weights [3] do not fit scores [64, 10]; one for each of"
                + " the 10 classes is needed",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

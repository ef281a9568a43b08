package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;

/// How far the scores of all true classes lack a margin of 1 over those of all others, where an
/// example may have several classes.
///
/// `lossᵢ = (1/classes) Σ_j Σ_c t_ij · (1 − t_ic) · max(0, 1 − x_ij + x_ic)`
///
/// | input | shape | values |
/// |---|---|---|
/// | scores | `[…, classes]` | any numbers |
/// | targets | the same | 1 for a true class, 0 for another |
///
/// It compares all pairs of classes, so it needs memory for `classes²` numbers an example.
///
/// @param aggregate what becomes of the examples' losses
public record MultiLabelMargin(Aggregate aggregate) implements ExampleLoss {
  /// Of a class's score and target, and another's.
  private static final Fused PAIR =
      Fused.of(
          "pair",
          input(1)
              .mul(constant(1).sub(input(3)))
              .mul(Margins.lack(constant(1), input(0), input(2))));

  /// Returns the mean for scores and targets `[…, classes]`.
  public static Tensor of(Tensor scores, Tensor targets) {
    return new MultiLabelMargin(Aggregate.MEAN).on(scores, targets);
  }

  @Override
  public String name() {
    return "multiLabelMargin";
  }

  @Override
  public TensorType typeOfEach(List<TensorType> inputs) {
    return ClassLabels.typeOfTargets(name(), inputs);
  }

  @Override
  public Tensor each(List<Tensor> inputs) {
    var x = inputs.get(0);
    var t = inputs.get(1);
    var pairs = PAIR.on(x.unsqueeze(-1), t.unsqueeze(-1), x.unsqueeze(-2), t.unsqueeze(-2));
    return pairs.sum(-2, -1).div(x.shape().size(-1));
  }

  @Override
  public Plain referenceOfEach(List<Plain> inputs) {
    var x = inputs.get(0);
    var t = inputs.get(1);
    int classes = x.shape().size(-1);
    return Plain.generate(
        x.shape().without(-1),
        index -> {
          int[] own = Arrays.copyOf(index, index.length + 1);
          int[] other = own.clone();
          double loss = 0;
          for (int pair = 0; pair < classes * classes; pair++) {
            own[index.length] = pair / classes;
            other[index.length] = pair % classes;
            double lack = Math.max(0, 1 - x.get(own) + x.get(other));
            loss += t.get(own) * (1 - t.get(other)) * lack;
          }
          return loss / classes;
        });
  }

  static OpSpec spec() {
    var mean = new MultiLabelMargin(Aggregate.MEAN);
    return OpSpec.of(mean.name())
        .summary("How far the scores of all true classes lack a margin of 1 over all others'.")
        .formula("loss = (1/n) Σᵢ (1/classes) Σ_j Σ_c t_ij · (1 − t_ic) · max(0, 1 − x_ij + x_ic)")
        .gradient(
            "dx_ij = −Σ_c t_ij (1 − t_ic) · dloss / (n · classes) where the margin is lacking")
        .source(
            "Weston, Watkins: Support vector machines for multi-class pattern recognition, 1999")
        .accuracy(16) // sums over pairs
        .sample(mean, Input.numbers(-0.4, 0.4, 4, 5), Input.numbers(0.0, 1, 4, 5))
        .sample(mean, Input.numbers(-0.4, 0.4, 4), Input.numbers(0.0, 1, 4))
        .sample(
            new MultiLabelMargin(Aggregate.NONE),
            Input.distinct(0.0, 40, 2, 3, 4),
            Input.numbers(0.0, 1, 2, 3, 4))
        .sample(
            new MultiLabelMargin(Aggregate.SUM),
            Input.numbers(-0.4, 0.4, 67, 3),
            Input.numbers(0.0, 1, 67, 3))
        .misuse(
            "multiLabelMargin: targets [64] and scores [64, 10] differ; both need one number for"
                + " each class, on the last axis",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64), DType.F32))
        .build();
  }
}

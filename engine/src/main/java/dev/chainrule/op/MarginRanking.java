package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// How far pairs of scores lack a margin in the right order: the hinge loss of their differences.
///
/// `lossᵢ = max(0, margin − tᵢ · (aᵢ − bᵢ))`
///
/// | input | shape | values |
/// |---|---|---|
/// | a, b | any, the same | any numbers |
/// | t | the same | 1 if `a` is to be larger, −1 if `b` |
///
/// **Gradient**: `da = −t · dlossᵢ` where the margin is lacking or just kept, else 0; `db = −da`.
///
/// @param aggregate what becomes of the pairs' losses
/// @param margin how far apart the scores are to be
public record MarginRanking(Aggregate aggregate, double margin) implements ExampleLoss {

  /// @throws IllegalArgumentException if `margin` is not finite
  public MarginRanking {
    Margins.check("marginRanking", margin);
  }

  /// Returns the mean for scores and targets of one shape.
  public static Tensor of(Tensor a, Tensor b, Tensor target, double margin) {
    return new MarginRanking(Aggregate.MEAN, margin).on(a, b, target);
  }

  @Override
  public String name() {
    return "marginRanking";
  }

  @Override
  public TensorType typeOfEach(List<TensorType> inputs) {
    var a = inputs.get(0).shape();
    if (!inputs.get(1).shape().equals(a) || !inputs.get(2).shape().equals(a)) {
      throw new ShapeException(
          "%s: scores %s and %s and targets %s differ; a loss does not broadcast"
              .formatted(name(), a, inputs.get(1).shape(), inputs.get(2).shape()));
    }
    return new TensorType(a, Normalizing.floating(name(), inputs));
  }

  @Override
  public Tensor each(List<Tensor> inputs) {
    var dtype = typeOfEach(Execution.types(inputs)).dtype();
    var difference = inputs.get(0).sub(inputs.get(1));
    return ElementLoss.HINGE.on(difference, inputs.get(2), Tensor.scalar(margin, dtype));
  }

  @Override
  public Plain referenceOfEach(List<Plain> inputs) {
    return Plain.generate(
        inputs.getFirst().shape(),
        index -> {
          double difference = inputs.get(0).get(index) - inputs.get(1).get(index);
          return Math.max(0, margin - inputs.get(2).get(index) * difference);
        });
  }

  static OpSpec spec() {
    var mean = new MarginRanking(Aggregate.MEAN, 9);
    return OpSpec.of(mean.name())
        .summary("How far pairs of scores lack a margin in the right order.")
        .formula("loss = (1/n) Σᵢ max(0, margin − tᵢ · (aᵢ − bᵢ))")
        .gradient("da = −t · dloss / n where the margin is lacking or just kept, else 0")
        .gradient("db = t · dloss / n where the margin is lacking or just kept, else 0")
        .source("Herbrich, Graepel, Obermayer: Large margin rank boundaries, 2000")
        .sample(mean, Input.numbers(5), Input.numbers(5), Input.whole(-1, 1, 5))
        .sample(
            new MarginRanking(Aggregate.SUM, 0.5),
            Input.numbers(1.0, 2, 67, 3),
            Input.numbers(-2.0, 0, 67, 3),
            Input.whole(1, 1, 67, 3))
        .sample(
            new MarginRanking(Aggregate.NONE, 0),
            Input.numbers(0.0, 2, 2, 3, 4),
            Input.numbers(-2.0, 0, 2, 3, 4),
            Input.whole(-1, -1, 2, 3, 4))
        .misuse(
            "marginRanking: scores [64] and [64] and targets [64, 1] differ; a loss does not"
                + " broadcast",
            mean,
            new TensorType(Shape.of(64), DType.F32),
            new TensorType(Shape.of(64), DType.F32),
            new TensorType(Shape.of(64, 1), DType.F32))
        .build();
  }
}

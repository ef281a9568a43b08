package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Whether pairs of vectors that belong together have one direction, and others do not.
///
/// `lossᵢ = 1 − cos(aᵢ, bᵢ)` where `tᵢ` is 1, `max(0, cos(aᵢ, bᵢ) − margin)` where it is −1.
///
/// | input | shape | values |
/// |---|---|---|
/// | a, b | `[…, features]` | any numbers |
/// | t | `[…]` | 1 if the vectors belong together, −1 if not |
///
/// **Gradient**: through [CosineSimilarity]; `t` has none.
///
/// @param aggregate what becomes of the pairs' losses
/// @param margin which cosine is small enough for vectors that do not belong together
public record CosineEmbedding(Aggregate aggregate, double margin) implements ExampleLoss {
  private static final Fused OF_COSINE =
      Fused.of(
          "cosineEmbedding",
          input(1)
              .gt(0)
              .select(constant(1).sub(input(0)), Margins.positive(input(0).sub(input(2)))));

  /// @throws IllegalArgumentException if `margin` is not finite
  public CosineEmbedding {
    Margins.check("cosineEmbedding", margin);
  }

  /// Returns the mean for vectors `[…, features]` and targets `[…]`, with a margin of 0.
  public static Tensor of(Tensor a, Tensor b, Tensor target) {
    return new CosineEmbedding(Aggregate.MEAN, 0).on(a, b, target);
  }

  @Override
  public String name() {
    return "cosineEmbedding";
  }

  @Override
  public TensorType typeOfEach(List<TensorType> inputs) {
    var a = inputs.get(0).shape();
    var t = inputs.get(2).shape();
    if (a.rank() == 0 || !inputs.get(1).shape().equals(a) || !a.without(-1).equals(t)) {
      throw new ShapeException(
          "%s: vectors %s and %s and targets %s do not fit; expected […, features] twice and […]"
              .formatted(name(), a, inputs.get(1).shape(), t));
    }
    return new TensorType(t, Normalizing.floating(name(), inputs));
  }

  @Override
  public Tensor each(List<Tensor> inputs) {
    var dtype = typeOfEach(Execution.types(inputs)).dtype();
    var cosine = CosineSimilarity.of(inputs.get(0), inputs.get(1), -1);
    return OF_COSINE.on(cosine, inputs.get(2), Tensor.scalar(margin, dtype));
  }

  @Override
  public Plain referenceOfEach(List<Plain> inputs) {
    var cosine = new CosineSimilarity(-1, 1e-8).reference(inputs.subList(0, 2));
    return Plain.generate(
        cosine.shape(),
        index ->
            inputs.get(2).get(index) > 0
                ? 1 - cosine.get(index)
                : Math.max(0, cosine.get(index) - margin));
  }

  static OpSpec spec() {
    var mean = new CosineEmbedding(Aggregate.MEAN, 0);
    return OpSpec.of(mean.name())
        .summary("Whether vectors that belong together have one direction, and others do not.")
        .formula("loss = (1/n) Σᵢ (1 − cos(aᵢ, bᵢ) if tᵢ is 1, max(0, cos(aᵢ, bᵢ) − margin) if −1)")
        .gradient("da = ∓ ∂cos/∂a · dloss / n, 0 where the margin is kept")
        .gradient("db = ∓ ∂cos/∂b · dloss / n, 0 where the margin is kept")
        .source("Weston et al.: Deep learning via semi-supervised embedding, 2008")
        .accuracy(16) // sums along the features
        .sample(mean, Input.numbers(3, 4), Input.numbers(3, 4), Input.whole(1, 1, 3))
        .sample(
            new CosineEmbedding(Aggregate.SUM, 0.5),
            Input.numbers(1.0, 2, 67, 4),
            Input.numbers(1.0, 2, 67, 4),
            Input.whole(-1, -1, 67))
        .sample(
            new CosineEmbedding(Aggregate.NONE, 0),
            Input.numbers(1.0, 2, 2, 3, 4),
            Input.numbers(-2.0, -1, 2, 3, 4),
            Input.whole(-1, 1, 2, 3))
        .misuse(
            "cosineEmbedding: vectors [64, 10] and [64, 10] and targets [64, 1] do not fit;"
                + " expected […, features] twice and […]",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64, 1), DType.F32))
        .build();
  }
}

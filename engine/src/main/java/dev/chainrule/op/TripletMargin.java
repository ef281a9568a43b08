package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// How far vectors lack a margin between their distance to one of another kind and to one of their
/// own.
///
/// `lossᵢ = max(0, d(anchorᵢ, positiveᵢ) − d(anchorᵢ, negativeᵢ) + margin)`, where `d(a, b) = ‖a −
/// b
/// + 10⁻⁶‖`.
///
/// | input | shape | values |
/// |---|---|---|
/// | anchor, positive, negative | `[…, features]`, the same | any numbers |
///
/// **Gradient**: through [Norm]; at the kink, where the margin is just kept, as if it were lacking.
///
/// @param aggregate what becomes of the triplets' losses
/// @param margin how much farther the negative vector is to be, in the unit of the distance
/// @param order of the norm, 2 for Euclid's
/// @param swap whether the positive vector's distance to the negative one counts where it is less
///   than the anchor's
public record TripletMargin(Aggregate aggregate, double margin, double order, boolean swap)
    implements ExampleLoss {
  private static final double EPSILON = 1e-6;
  private static final Fused LACK = Fused.of("lack", Margins.lack(input(2), input(1), input(0)));

  /// @throws IllegalArgumentException if `margin` is not finite or `order` is NaN
  public TripletMargin {
    Margins.check("tripletMargin", margin);
    if (Double.isNaN(order)) {
      throw new IllegalArgumentException("tripletMargin: the order of the norm is NaN");
    }
  }

  /// Returns the mean for vectors `[…, features]`, by Euclidean distances.
  public static Tensor of(Tensor anchor, Tensor positive, Tensor negative, double margin) {
    return new TripletMargin(Aggregate.MEAN, margin, 2, false).on(anchor, positive, negative);
  }

  @Override
  public String name() {
    return "tripletMargin";
  }

  @Override
  public TensorType typeOfEach(List<TensorType> inputs) {
    var a = inputs.get(0).shape();
    if (a.rank() == 0 || !inputs.get(1).shape().equals(a) || !inputs.get(2).shape().equals(a)) {
      throw new ShapeException(
          "%s: anchors %s, positives %s and negatives %s do not fit; expected […, features] thrice"
              .formatted(name(), a, inputs.get(1).shape(), inputs.get(2).shape()));
    }
    return new TensorType(a.without(-1), Normalizing.floating(name(), inputs));
  }

  @Override
  public Tensor each(List<Tensor> inputs) {
    var dtype = typeOfEach(Execution.types(inputs)).dtype();
    var positive = distance(inputs.get(0), inputs.get(1));
    var negative = distance(inputs.get(0), inputs.get(2));
    if (swap) {
      negative = negative.minimum(distance(inputs.get(1), inputs.get(2)));
    }
    return LACK.on(positive, negative, Tensor.scalar(margin, dtype));
  }

  private Tensor distance(Tensor a, Tensor b) {
    return Distances.of(a, b, order, EPSILON, false);
  }

  @Override
  public Plain referenceOfEach(List<Plain> inputs) {
    var positive = distance(inputs.get(0), inputs.get(1));
    var negative = distance(inputs.get(0), inputs.get(2));
    var swapped = swap ? distance(inputs.get(1), inputs.get(2)) : negative;
    return Plain.generate(
        positive.shape(),
        index -> {
          double nearest = Math.min(negative.get(index), swapped.get(index));
          return Math.max(0, positive.get(index) - nearest + margin);
        });
  }

  private Plain distance(Plain a, Plain b) {
    var difference = Plain.generate(a.shape(), index -> a.get(index) - b.get(index) + EPSILON);
    return new Norm(order, Axes.of(-1), false).reference(List.of(difference));
  }

  static OpSpec spec() {
    var mean = new TripletMargin(Aggregate.MEAN, 20, 2, false);
    return OpSpec.of(mean.name())
        .summary(
            "How far vectors lack a margin between their distance to one of another kind and to one"
                + " of their own.")
        .formula("loss = (1/n) Σᵢ max(0, d(aᵢ, pᵢ) − d(aᵢ, nᵢ) + margin), d(a, b) = ‖a − b + 10⁻⁶‖")
        .gradient("da = (∂d(a, p)/∂a − ∂d(a, n)/∂a) · dloss / n, 0 where the margin is kept")
        .gradient("dp = ∂d(a, p)/∂p · dloss / n, 0 where the margin is kept")
        .gradient("dn = −∂d(a, n)/∂n · dloss / n, 0 where the margin is kept")
        .source("Schroff, Kalenichenko, Philbin: FaceNet, 2015; swap: Balntas et al., 2016")
        .accuracy(16) // sums along the features
        .sample(mean, Input.numbers(4, 3), Input.numbers(4, 3), Input.numbers(4, 3))
        .sample(
            new TripletMargin(Aggregate.SUM, 0.5, 2, true),
            Input.numbers(0.0, 1, 67, 3),
            Input.numbers(4.0, 5, 67, 3),
            Input.numbers(3.0, 3.5, 67, 3))
        .sample(
            new TripletMargin(Aggregate.NONE, 0.1, 3, false),
            Input.numbers(0.0, 1, 2, 3, 4),
            Input.numbers(1.5, 2, 2, 3, 4),
            Input.numbers(4.0, 5, 2, 3, 4))
        .misuse(
            "tripletMargin: anchors [64, 10], positives [64, 10] and negatives [10] do not fit;"
                + " expected […, features] thrice",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(10), DType.F32))
        .build();
  }
}

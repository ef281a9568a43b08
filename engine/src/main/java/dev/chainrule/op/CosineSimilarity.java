package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The cosine of the angle between vectors along an axis: 1 for equal directions, 0 for right
/// angles, −1 for opposite ones. Other axes broadcast.
///
/// `y = Σ a·b / (max(‖a‖, ε) · max(‖b‖, ε))`: a vector of zeros has cosine 0 with all others.
///
/// **Gradient**: `da = dy · (b/‖b‖ − y · a/‖a‖) / ‖a‖`, and alike for `b`.
///
/// @param axis along which axis, negative from the end
/// @param epsilon the least length, above 0
public record CosineSimilarity(int axis, double epsilon) implements Composite {

  /// @throws IllegalArgumentException if `epsilon` is not above 0
  public CosineSimilarity {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(
          "cosineSimilarity: epsilon is %s; expected a number above 0".formatted(epsilon));
    }
  }

  /// Returns the cosines along an axis, with ε = 10⁻⁸.
  public static Tensor of(Tensor a, Tensor b, int axis) {
    return new CosineSimilarity(axis, 1e-8).on(a, b);
  }

  @Override
  public String name() {
    return "cosineSimilarity";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var shape = Broadcast.shape(name(), inputs);
    var dtype = Normalizing.floating(name(), inputs);
    return new TensorType(Axes.of(axis).removed(name(), shape), dtype);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var shape = Broadcast.shape(name(), inputs.stream().map(Tensor::type).toList());
    var a = Expand.of(inputs.get(0), shape);
    var b = Expand.of(inputs.get(1), shape);
    var direction = new Normalize(2, Axes.of(axis), epsilon);
    return new Sum(Axes.of(axis), false).on(direction.on(a).mul(direction.on(b)));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shape = Elementwise.shape(inputs);
    boolean[] over = Axes.of(axis).in(name(), shape);
    var a = Plain.generate(shape, inputs.get(0)::get);
    var b = Plain.generate(shape, inputs.get(1)::get);
    var direction = new Normalize(2, Axes.of(axis), epsilon);
    var left = direction.reference(List.of(a));
    var right = direction.reference(List.of(b));
    var products = Plain.generate(shape, index -> left.get(index) * right.get(index));
    return Plain.fold(products, over, false, Double::sum);
  }

  static OpSpec spec() {
    return OpSpec.of("cosineSimilarity")
        .summary("The cosine of the angle between vectors along an axis.")
        .formula("y = Σ a·b / (max(‖a‖, ε) · max(‖b‖, ε))")
        .gradient("da = dy · (b/‖b‖ − y · a/‖a‖) / ‖a‖")
        .gradient("db = dy · (a/‖a‖ − y · b/‖b‖) / ‖b‖")
        .accuracy(16) // sums along the axis
        .sample(new CosineSimilarity(1, 1e-8), Input.numbers(3, 4), Input.numbers(3, 4))
        .sample(new CosineSimilarity(-2, 1e-8), Input.numbers(2, 3, 4), Input.numbers(3, 1))
        .sample(new CosineSimilarity(-1, 1e-8), Input.numbers(2, 137), Input.numbers(137))
        .sample(new CosineSimilarity(0, 1e-8), Input.numbers(1, 3), Input.numbers(1, 3))
        .misuse(
            "cosineSimilarity: axis 2 does not exist; input is [3, 4]",
            new CosineSimilarity(2, 1e-8),
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(4), DType.F32))
        .misuse(
            "cosineSimilarity: shapes do not broadcast: [3, 4] and [3] differ on axis 1 (4 and 3);"
                + " only equal sizes or 1 broadcast",
            new CosineSimilarity(1, 1e-8),
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

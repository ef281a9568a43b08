package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.List;

/// Every channel, the last axis, shifted and scaled by a given mean and variance, then by a weight
/// and a bias: the form of [BatchNorm] for use after training.
///
/// `y = (x − mean) / √(variance + ε) · weight + bias`. The inputs are `x`, `mean`, `variance` and,
/// if wanted, `weight` and `bias`; all but the first are `[channels]`.
///
/// @param epsilon `ε`, 0 or more
public record BatchNormInference(double epsilon) implements Composite {
  private static final Expression HAT = input(0).sub(input(1)).div(input(2).add(input(3)).sqrt());
  private static final Fused[] VALUES = {
    Fused.of("scaled", HAT),
    Fused.of("weightedScaled", HAT.mul(input(4))),
    Fused.of("shiftedScaled", HAT.mul(input(4)).add(input(5)))
  };
  private static final String[] NAMES = {"input", "mean", "variance", "weight", "bias"};

  /// @throws IllegalArgumentException if `epsilon` is negative
  public BatchNormInference {
    Standardizing.check("batchNormInference", epsilon);
  }

  @Override
  public String name() {
    return "batchNormInference";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    var channels = BatchNorm.channels(name(), x.shape());
    for (int i = 1; i < inputs.size(); i++) {
      if (!inputs.get(i).shape().equals(channels)) {
        throw new ShapeException(
            "%s: %s %s does not fit the channels %s of the input %s"
                .formatted(name(), NAMES[i], inputs.get(i).shape(), channels, x.shape()));
      }
    }
    return x.with(Normalizing.floating(name(), inputs));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var all = new ArrayList<>(inputs);
    all.add(3, Tensor.scalar(epsilon, type(Execution.types(inputs)).dtype()));
    return VALUES[inputs.size() - 3].on(all.toArray(Tensor[]::new));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.generate(
        inputs.getFirst().shape(),
        index -> {
          double[] at = inputs.stream().mapToDouble(input -> input.get(index)).toArray();
          double y = (at[0] - at[1]) / Math.sqrt(at[2] + epsilon);
          y *= at.length > 3 ? at[3] : 1;
          return at.length > 4 ? y + at[4] : y;
        });
  }

  static OpSpec spec() {
    var channels = Input.numbers(3);
    return OpSpec.of("batchNormInference")
        .summary(
            "Every channel, the last axis, shifted and scaled by given means, variances, weights"
                + " and biases.")
        .formula("y = (x − mean) / √(variance + ε) · weight + bias")
        .gradient("dx = dy · weight / √(variance + ε)")
        .gradient("dmean = −Σ dx over the other axes")
        .gradient("dvariance = −½ Σ dx · (x − mean) / (variance + ε)")
        .gradient("dweight = Σ dy · (x − mean) / √(variance + ε)")
        .gradient("dbias = Σ dy")
        .source("Ioffe, Szegedy: Batch normalization, ICML 2015")
        .accuracy(8) // five roundings, one after the other
        .sample(
            new BatchNormInference(1e-5), Input.numbers(4, 3), channels, Input.numbers(0.5, 2, 3))
        .sample(
            new BatchNormInference(1e-5),
            Input.numbers(4, 3),
            channels,
            Input.numbers(0.5, 2, 3),
            channels,
            channels)
        .sample(
            new BatchNormInference(1e-3),
            Input.numbers(2, 67, 3),
            channels,
            Input.numbers(0.5, 2, 3),
            channels)
        .misuse(
            "batchNormInference: variance [4] does not fit the channels [3] of the input [2, 3]",
            new BatchNormInference(0),
            new TensorType(Shape.of(2, 3), DType.F32),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(4), DType.F32))
        .build();
  }
}

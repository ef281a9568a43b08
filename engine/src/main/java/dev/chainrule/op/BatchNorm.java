package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// Every channel, the last axis, brought to mean 0 and variance 1 over all other axes, then scaled
/// and shifted: the form that trains. [BatchNormInference] takes means and variances as they are
/// given.
///
/// `y = x̂ · weight + bias`, `x̂ = (x − mean) / √(variance + ε)`, with the variance of all elements
/// (divided by their number). Weight and bias, `[channels]`, may be left out.
///
/// **Gradient**: with `g = dy · weight`, `dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε)`.
///
/// @param epsilon `ε`, 0 or more
public record BatchNorm(double epsilon) implements Standardizing {

  /// @throws IllegalArgumentException if `epsilon` is negative
  public BatchNorm {
    Standardizing.check("batchNorm", epsilon);
  }

  /// Returns every channel normalised, without weight and bias.
  public static Tensor of(Tensor x, double epsilon) {
    return new BatchNorm(epsilon).on(x);
  }

  /// Returns every channel normalised, with the mean and the variance that it had.
  ///
  /// @param inputs `x` and, if wanted, weight and bias
  public static Standardized statistics(double epsilon, Tensor... inputs) {
    return Standardized.of(new BatchNorm(epsilon), inputs);
  }

  /// Returns all axes but the last.
  public static int[] others(Shape shape) {
    return IntStream.range(0, shape.rank() - 1).toArray();
  }

  @Override
  public String name() {
    return "batchNorm";
  }

  @Override
  public Axes over(Shape shape) {
    return Axes.of(others(shape));
  }

  @Override
  public boolean centres() {
    return true;
  }

  @Override
  public boolean perChannel() {
    return true;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return checked(inputs, channels(name(), inputs.getFirst().shape()), "channels");
  }

  /// Returns the shape of the last axis.
  static Shape channels(String operation, Shape shape) {
    if (shape.rank() < 2) {
      throw new ShapeException(
          "%s: needs a batch and, as last axis, channels; input is %s".formatted(operation, shape));
    }
    return Shape.of(shape.size(-1));
  }

  static OpSpec spec() {
    return OpSpec.of("batchNorm")
        .summary(
            "Every channel, the last axis, brought to mean 0 and variance 1 over all other axes,"
                + " then scaled and shifted.")
        .formula("y = x̂ · weight + bias, x̂ = (x − mean) / √(variance + ε)")
        .gradient("dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε), g = dy · weight")
        .gradient("dweight = Σ dy · x̂ over the other axes")
        .gradient("dbias = Σ dy over the other axes")
        .source("Ioffe, Szegedy: Batch normalization, ICML 2015")
        .accuracy(64) // sums over the batch, and a quotient of small differences
        .sample(new BatchNorm(1e-5), Input.numbers(4, 3))
        .sample(new BatchNorm(1e-5), Input.numbers(4, 3), Input.numbers(3), Input.numbers(3))
        .sample(new BatchNorm(1e-3), Input.numbers(2, 3, 2), Input.numbers(2), Input.numbers(2))
        .sample(new BatchNorm(0.1), Input.numbers(137, 2), Input.numbers(2))
        .sample(new BatchNorm(1e-3), Input.numbers(1, 3), Input.numbers(3), Input.numbers(3))
        .sample(new BatchNorm(1e-3), Input.numbers(3, 0), Input.numbers(0), Input.numbers(0))
        .misuse(
            "batchNorm: needs a batch and, as last axis, channels; input is [3]",
            new BatchNorm(0),
            new TensorType(Shape.of(3), DType.F32))
        .misuse(
            "batchNorm: bias [3] does not fit the channels [4] of the input [3, 4]",
            new BatchNorm(0),
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(4), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

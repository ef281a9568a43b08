package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// Every channel of every image brought to mean 0 and variance 1 over its places, then scaled and
/// shifted.
///
/// Images are `[batch, axes…, channels]`. `y = x̂ · weight + bias`, `x̂ = (x − mean) / √(variance +
/// ε)`, with the variance of all places (divided by their number). Weight and bias, `[channels]`,
/// may be left out.
///
/// **Gradient**: with `g = dy · weight`, `dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε)`.
///
/// @param epsilon `ε`, 0 or more
public record InstanceNorm(double epsilon) implements Standardizing {

  /// @throws IllegalArgumentException if `epsilon` is negative
  public InstanceNorm {
    Standardizing.check("instanceNorm", epsilon);
  }

  @Override
  public String name() {
    return "instanceNorm";
  }

  @Override
  public Axes over(Shape shape) {
    return places(shape);
  }

  /// Returns the axes between batch and channels.
  static Axes places(Shape shape) {
    return Axes.of(IntStream.range(1, shape.rank() - 1).toArray());
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

  /// Returns the shape of the last axis of images.
  static Shape channels(String operation, Shape shape) {
    if (shape.rank() < 3) {
      throw new ShapeException(
          "%s: needs a batch, at least one axis of places and, last, channels; input is %s"
              .formatted(operation, shape));
    }
    return Shape.of(shape.size(-1));
  }

  static OpSpec spec() {
    return OpSpec.of("instanceNorm")
        .summary(
            "Every channel of every image brought to mean 0 and variance 1, then scaled and"
                + " shifted.")
        .formula("y = x̂ · weight + bias, x̂ = (x − mean) / √(variance + ε)")
        .gradient("dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε), g = dy · weight")
        .gradient("dweight = Σ dy · x̂ over batch and places")
        .gradient("dbias = Σ dy over batch and places")
        .source("Ulyanov, Vedaldi, Lempitsky: Instance normalization, 2016")
        .accuracy(64) // sums over the places, and a quotient of small differences
        .sample(new InstanceNorm(1e-5), Input.numbers(2, 4, 3))
        .sample(new InstanceNorm(1e-5), Input.numbers(2, 4, 3), Input.numbers(3), Input.numbers(3))
        .sample(new InstanceNorm(0.1), Input.numbers(2, 3, 23, 2), Input.numbers(2))
        .misuse(
            "instanceNorm: needs a batch, at least one axis of places and, last, channels; input is"
                + " [3, 4]",
            new InstanceNorm(0),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "instanceNorm: weight [3] does not fit the channels [4] of the input [2, 3, 4]",
            new InstanceNorm(0),
            new TensorType(Shape.of(2, 3, 4), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

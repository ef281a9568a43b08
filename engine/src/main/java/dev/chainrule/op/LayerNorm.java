package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Elements brought to mean 0 and variance 1 along the innermost axes, then scaled and shifted.
///
/// `y = x̂ · weight + bias`, `x̂ = (x − mean) / √(variance + ε)`, with the variance of all elements
/// (divided by their number). Weight and bias may be left out; their shape is that of the innermost
/// axes.
///
/// **Gradient**: with `g = dy · weight`, `dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε)`.
///
/// @param axes how many innermost axes are normalised together
/// @param epsilon `ε`, 0 or more
public record LayerNorm(int axes, double epsilon) implements Standardizing {

  /// @throws IllegalArgumentException if a number is out of range
  public LayerNorm {
    Standardizing.check("layerNorm", axes, epsilon);
  }

  /// Returns the last axis normalised, without weight and bias.
  public static Tensor of(Tensor x, double epsilon) {
    return new LayerNorm(1, epsilon).on(x);
  }

  @Override
  public String name() {
    return "layerNorm";
  }

  @Override
  public Axes over(Shape shape) {
    return Standardizing.innermost(axes);
  }

  @Override
  public boolean centres() {
    return true;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var affine = Standardizing.innermost(name(), axes, inputs.getFirst().shape());
    return checked(inputs, affine, "normalised axes");
  }

  static OpSpec spec() {
    return OpSpec.of("layerNorm")
        .summary(
            "Elements brought to mean 0 and variance 1 along the innermost axes, then scaled and"
                + " shifted.")
        .formula("y = x̂ · weight + bias, x̂ = (x − mean) / √(variance + ε)")
        .gradient("dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε), g = dy · weight")
        .gradient("dweight = Σ dy · x̂ over the outer axes")
        .gradient("dbias = Σ dy over the outer axes")
        .source("Ba, Kiros, Hinton: Layer normalization, 2016")
        .accuracy(64) // sums along the axes, and a quotient of small differences
        .sample(new LayerNorm(1, 1e-5), Input.numbers(3, 4))
        .sample(new LayerNorm(1, 1e-5), Input.numbers(3, 5), Input.numbers(5), Input.numbers(5))
        .sample(
            new LayerNorm(2, 1e-3),
            Input.numbers(2, 3, 4),
            Input.numbers(3, 4),
            Input.numbers(3, 4))
        .sample(new LayerNorm(1, 0.1), Input.numbers(2, 137), Input.numbers(137))
        .sample(new LayerNorm(1, 1e-3), Input.numbers(3, 1), Input.numbers(1), Input.numbers(1))
        .sample(new LayerNorm(1, 1e-3), Input.numbers(0, 3), Input.numbers(3), Input.numbers(3))
        .misuse(
            "layerNorm: normalises 2 axes, but the input [3] has 1",
            new LayerNorm(2, 0),
            new TensorType(Shape.of(3), DType.F32))
        .misuse(
            "layerNorm: weight [3] does not fit the normalised axes [4] of the input [3, 4]",
            new LayerNorm(1, 0),
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .misuse(
            "layerNorm: takes numbers, got bool; convert with to(DType.F32)",
            new LayerNorm(1, 0),
            new TensorType(Shape.of(3, 4), DType.BOOL))
        .build();
  }
}

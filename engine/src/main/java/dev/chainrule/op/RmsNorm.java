package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Elements brought to a mean square of 1 along the innermost axes, then scaled.
///
/// `y = x̂ · weight`, `x̂ = x / √(mean(x²) + ε)`. The weight may be left out; its shape is that of
/// the innermost axes.
///
/// **Gradient**: with `g = dy · weight`, `dx = (g − x̂ · mean(g · x̂)) / √(mean(x²) + ε)`.
///
/// @param axes how many innermost axes are normalised together
/// @param epsilon `ε`, 0 or more
public record RmsNorm(int axes, double epsilon) implements Standardizing {

  /// @throws IllegalArgumentException if a number is out of range
  public RmsNorm {
    Standardizing.check("rmsNorm", axes, epsilon);
  }

  /// Returns the last axis normalised, without weight.
  public static Tensor of(Tensor x, double epsilon) {
    return new RmsNorm(1, epsilon).on(x);
  }

  @Override
  public String name() {
    return "rmsNorm";
  }

  @Override
  public Axes over(Shape shape) {
    return Standardizing.innermost(axes);
  }

  @Override
  public boolean centres() {
    return false;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var affine = Standardizing.innermost(name(), axes, inputs.getFirst().shape());
    return checked(inputs, affine, "normalised axes");
  }

  static OpSpec spec() {
    return OpSpec.of("rmsNorm")
        .summary("Elements brought to a mean square of 1 along the innermost axes, then scaled.")
        .formula("y = x̂ · weight, x̂ = x / √(mean(x²) + ε)")
        .gradient("dx = (g − x̂ · mean(g · x̂)) / √(mean(x²) + ε), g = dy · weight")
        .gradient("dweight = Σ dy · x̂ over the outer axes")
        .source("Zhang, Sennrich: Root mean square layer normalization, 2019")
        .accuracy(32) // a sum along the axes
        .sample(new RmsNorm(1, 1e-5), Input.numbers(3, 4))
        .sample(new RmsNorm(1, 1e-5), Input.numbers(3, 5), Input.numbers(5))
        .sample(new RmsNorm(2, 1e-3), Input.numbers(2, 3, 4), Input.numbers(3, 4))
        .sample(new RmsNorm(1, 0.1), Input.numbers(2, 137), Input.numbers(137))
        .sample(new RmsNorm(1, 1e-3), Input.numbers(3, 1), Input.numbers(1))
        .sample(new RmsNorm(1, 1e-3), Input.numbers(0, 3), Input.numbers(3))
        .misuse(
            "rmsNorm: normalises 2 axes, but the input [3] has 1",
            new RmsNorm(2, 0),
            new TensorType(Shape.of(3), DType.F32))
        .misuse(
            "rmsNorm: weight [3] does not fit the normalised axes [4] of the input [3, 4]",
            new RmsNorm(1, 0),
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

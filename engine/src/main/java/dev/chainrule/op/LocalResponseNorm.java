package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Every element divided by a power of the mean square of its neighbours among the channels, the
/// last axis.
///
/// `y = x / (offset + scale · mean x²)^exponent`, with the mean over `size` channels around the
/// element; those that do not exist count as 0.
///
/// @param size how many channels belong together, at least 1
/// @param scale of the mean square
/// @param exponent of the divisor
/// @param offset added to the mean square
public record LocalResponseNorm(int size, double scale, double exponent, double offset)
    implements Composite {

  /// @throws IllegalArgumentException if `size` is below 1
  public LocalResponseNorm {
    if (size < 1) {
      throw new IllegalArgumentException(
          "localResponseNorm: size is " + size + "; expected 1 or more");
    }
  }

  @Override
  public String name() {
    return "localResponseNorm";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    if (x.shape().rank() < 2) {
      throw new ShapeException(
          "localResponseNorm: needs a batch and, as last axis, channels; input is " + x.shape());
    }
    return x.with(Normalizing.floating(name(), x.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst().to(type(Execution.types(inputs)).dtype());
    int channels = x.shape().size(-1);
    var window = Window.of(size, 1).padded(size / 2, (size - 1) / 2);
    var lines = x.mul(x).reshape(x.shape().elements() / Math.max(channels, 1), channels, 1);
    var squares = new AveragePool(List.of(window), true).on(lines);
    return x.div(squares.mul(scale).add(offset).pow(exponent).reshape(x.shape().sizes()));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(
        x.shape(),
        index -> {
          int last = index.length - 1;
          int from = index[last] - size / 2;
          double sum = 0;
          for (int i = Math.max(from, 0); i < Math.min(from + size, x.shape().size(-1)); i++) {
            int[] at = index.clone();
            at[last] = i;
            sum += x.get(at) * x.get(at);
          }
          return x.get(index) / Math.pow(offset + scale * sum / size, exponent);
        });
  }

  static OpSpec spec() {
    var usual = new LocalResponseNorm(3, 0.1, 0.75, 1);
    return OpSpec.of("localResponseNorm")
        .summary("Every element divided by a power of the mean square of its neighbours.")
        .formula("y = x / (offset + scale · mean x²)^exponent")
        .gradient("dx from the body")
        .source("Krizhevsky, Sutskever, Hinton: ImageNet classification, 2012")
        .accuracy(16) // a sum, and a power
        .sample(usual, Input.numbers(2, 5))
        .sample(new LocalResponseNorm(4, 1, 0.5, 2), Input.numbers(2, 2, 7))
        .sample(new LocalResponseNorm(5, 1, 1, 1), Input.numbers(3, 2))
        .misuse(
            "localResponseNorm: needs a batch and, as last axis, channels; input is [3]",
            usual,
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}

package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import java.util.Arrays;
import java.util.List;

/// The sum over some axes. Truths and small whole numbers are summed as `I64`.
///
/// @param axes which axes are summed away
/// @param keep whether they stay as axes of size 1
public record Sum(Axes axes, boolean keep) implements Linear, Reduction {

  /// Returns the sum over the given axes, or over all if none is given.
  public static Tensor of(Tensor x, int... axes) {
    return new Sum(Axes.of(axes), false).on(x);
  }

  /// Returns a tensor summed down to the shape that was broadcast to its own.
  public static Tensor to(Tensor x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    int surplus = x.shape().rank() - shape.rank();
    int[] summed = new int[x.shape().rank()];
    int count = 0;
    for (int axis = 0; axis < summed.length; axis++) {
      if (axis < surplus || (shape.size(axis - surplus) == 1 && x.shape().size(axis) != 1)) {
        summed[count++] = axis;
      }
    }
    var sum = count == 0 ? x : new Sum(Axes.of(Arrays.copyOf(summed, count)), true).on(x);
    return Reshape.of(sum, shape.sizes());
  }

  @Override
  public String name() {
    return "sum";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var input = inputs.getFirst();
    var shape = keep ? axes.kept(name(), input.shape()) : axes.removed(name(), input.shape());
    return new TensorType(shape, input.dtype().floating() ? input.dtype() : DType.I64);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return fold(Fold.SUM, inputs.getFirst().detach().to(type.dtype()), type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.getFirst();
    return x.dtype() == result.dtype()
        ? folding(Fold.SUM, x, result)
        : Linear.super.bind(inputs, result);
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    var kept = axes.kept(name(), input.shape());
    return Expand.of(Reshape.of(upstream, kept.sizes()), input.shape());
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.fold(
        inputs.getFirst(), axes.in(name(), inputs.getFirst().shape()), keep, Double::sum);
  }

  static OpSpec spec() {
    return OpSpec.of("sum")
        .summary("The sum over some axes.")
        .formula("y = Σ x")
        .gradient("dx = dy, repeated along the axes")
        .sample(new Sum(Axes.of(), false), Input.numbers(5))
        .sample(new Sum(Axes.of(1), true), Input.numbers(3, 4, 5))
        .sample(new Sum(Axes.of(0, 2), false), Input.numbers(3, 4, 5))
        .sample(new Sum(Axes.of(-1), false), Input.numbers(2, 137))
        .sample(new Sum(Axes.of(0), false), Input.numbers(137, 2))
        .misuse(
            "sum: axis 2 does not exist; input is [3, 4]",
            new Sum(Axes.of(2), false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "sum: axis -1 is named twice in [1, -1]; input is [3, 4]",
            new Sum(Axes.of(1, -1), false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}

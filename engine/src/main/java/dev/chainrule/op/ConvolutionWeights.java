package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.ConvolutionPlan;
import dev.chainrule.kernel.ConvolutionSizes;
import java.util.List;
import java.util.stream.IntStream;

/// The gradient of a convolution by its weights: images and results multiplied, window by window.
///
/// `w[t, c, o] = Σ x[n, q · stride + t · dilation − before, c] · y[n, q, o]` over all samples `n`
/// and windows `q`.
///
/// | | shape |
/// |---|---|
/// | images | `[batch, axes…, in]`, with 1 to 3 axes |
/// | `y` | `[batch, windows…, out]` |
/// | result | `[kernel…, in/groups, out]` |
///
/// @param sliding how the convolution's windows slide
/// @param groups into how many groups the channels are cut, 1 or more
/// @param kernel elements of a window on each axis
public record ConvolutionWeights(Sliding sliding, int groups, List<Integer> kernel)
    implements Convolving {

  /// Returns the gradient for weights of a shape.
  static ConvolutionWeights giving(Shape w, Sliding sliding, int groups) {
    int[] kernel = w.part(0, w.rank() - 2).sizes();
    return new ConvolutionWeights(sliding, groups, IntStream.of(kernel).boxed().toList());
  }

  @Override
  public String name() {
    return "convolutionWeights";
  }

  @Override
  public Shapes shapes(List<TensorType> inputs) {
    return shapes(inputs.get(0).shape(), inputs.get(1).shape(), kernel);
  }

  private Shapes shapes(Shape x, Shape y, List<Integer> kernel) {
    requireRank(x);
    requireRank(y);
    var window = Shape.of(kernel.stream().mapToInt(Integer::intValue).toArray());
    return matching(x, window.concat(Shape.of(x.size(-1) / groups, y.size(-1))), y);
  }

  @Override
  public Shape result(Shapes shapes) {
    return shapes.w();
  }

  @Override
  public Tensor derivative(int input, Tensor upstream, Tensor other, TensorType type) {
    return input == 0
        ? ConvolutionTranspose.giving(type.shape(), sliding, groups).on(other, upstream)
        : new Convolution(sliding, groups).on(other, upstream);
  }

  @Override
  public ConvolutionPlan plan(ConvolutionSizes sizes) {
    return ConvolutionPlan.weights(sizes);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shapes = shapes(inputs.get(0).shape(), inputs.get(1).shape(), kernel);
    return new ConvolutionSums(sliding, groups, shapes).weights(inputs.get(0), inputs.get(1));
  }

  static OpSpec spec() {
    return ConvolutionSpecs.weights();
  }
}

package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.ConvolutionPlan;
import dev.chainrule.kernel.ConvolutionSizes;
import java.util.List;

/// The gradient of a convolution by its weights: images and results multiplied, window by window.
///
/// `w[t, c, o] = Σ x[n, q · step + t · dilation − before, c] · y[n, q, o]` over all samples `n` and
/// windows `q`.
///
/// | | shape |
/// |---|---|
/// | images | `[batch, axes…, in]`, with 1 to 3 axes |
/// | `y` | `[batch, windows…, out]` |
/// | result | `[kernel…, in/groups, out]` |
///
/// @param windows of the convolution, one for each axis
/// @param groups into how many groups the channels are cut, 1 or more
public record ConvolutionWeights(List<Window> windows, int groups) implements Convolving {

  public ConvolutionWeights {
    windows = List.copyOf(windows);
  }

  @Override
  public String name() {
    return "convolutionWeights";
  }

  @Override
  public boolean takesTail(List<TensorType> inputs) {
    return false;
  }

  @Override
  public Shapes shapes(List<TensorType> inputs) {
    return fit(inputs.get(0).shape(), inputs.get(1).shape());
  }

  private Shapes fit(Shape x, Shape y) {
    requireRank(x);
    requireRank(y);
    var kernel = Shape.of(windows.stream().mapToInt(Window::size).toArray());
    return matching(x, kernel.concat(Shape.of(x.size(-1) / groups, y.size(-1))), y);
  }

  @Override
  public Shape result(Shapes shapes) {
    return shapes.w();
  }

  @Override
  public Tensor derivative(int input, Tensor upstream, Tensor other, TensorType type) {
    return input == 0
        ? ConvolutionTranspose.giving(type.shape(), windows, groups).on(other, upstream)
        : new Convolution(windows, groups).on(other, upstream);
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public ConvolutionPlan plan(ConvolutionSizes sizes) {
    return ConvolutionPlan.weights(sizes);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shapes = fit(inputs.get(0).shape(), inputs.get(1).shape());
    return new ConvolutionSums(windows, groups, shapes).weights(inputs.get(0), inputs.get(1));
  }

  static OpSpec spec() {
    return ConvolutionSpecs.weights();
  }
}

package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.ConvolutionPlan;
import dev.chainrule.kernel.ConvolutionSizes;
import java.util.Collections;
import java.util.List;

/// Weighted sums over windows that slide over images: a convolution, in the sense of neural
/// networks (the weights are not mirrored).
///
/// `y[n, q, o] = Σₜ Σ_c x[n, q · step + t · dilation − before, c] · w[t, c, o]`, where `n` counts
/// samples, `q` windows, `t` the elements of a window, and `c` the channels of the group of `o`.
///
/// | | shape |
/// |---|---|
/// | images | `[batch, axes…, in]`, with 1 to 3 axes |
/// | weights | `[kernel…, in/groups, out]` |
/// | result | `[batch, windows…, out]` |
///
/// Outputs and channels are cut into as many groups, and an output sees the channels of its own
/// group; with as many groups as channels the convolution is called depthwise.
///
/// @param windows of the images, one for each axis
/// @param groups into how many groups the channels are cut, 1 or more
public record Convolution(List<Window> windows, int groups) implements Convolving {

  public Convolution {
    windows = List.copyOf(windows);
  }

  /// Returns the convolution with one group and the same kind of window along all axes.
  public static Convolution of(int axes, Window window) {
    return new Convolution(Collections.nCopies(axes, window), 1);
  }

  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public Shapes shapes(List<TensorType> inputs) {
    return shapes(inputs.get(0).shape(), inputs.get(1).shape());
  }

  @Override
  public Shape result(Shapes shapes) {
    return shapes.y();
  }

  @Override
  public Tensor derivative(int input, Tensor upstream, Tensor other, TensorType type) {
    return input == 0
        ? ConvolutionTranspose.giving(type.shape(), windows, groups).on(upstream, other)
        : new ConvolutionWeights(windows, groups).on(other, upstream);
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public ConvolutionPlan plan(ConvolutionSizes sizes) {
    return ConvolutionPlan.results(sizes);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shapes = shapes(inputs.get(0).shape(), inputs.get(1).shape());
    return new ConvolutionSums(windows, groups, shapes).results(inputs.get(0), inputs.get(1));
  }

  static OpSpec spec() {
    return ConvolutionSpecs.convolution();
  }
}

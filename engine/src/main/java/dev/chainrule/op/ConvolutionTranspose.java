package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.ConvolutionPlan;
import dev.chainrule.kernel.ConvolutionSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The transpose of a convolution: every result is spread over its window, by the same weights.
///
/// `x[n, i, c] = Σ y[n, q, o] · w[t, c, o]` over all windows `q` and their elements `t` that lie at
/// `i = q · step + t · dilation − before`. It is the gradient of a convolution by its images, and a
/// layer of its own, in which strides enlarge.
///
/// | | shape |
/// |---|---|
/// | `y` | `[batch, windows…, out]`, with 1 to 3 axes |
/// | weights | `[kernel…, in/groups, out]`, those of the convolution |
/// | result | `[batch, axes…, in]` |
///
/// @param windows of the convolution, one for each axis
/// @param groups into how many groups the channels are cut, 1 or more
/// @param axes the sizes of the result's axes; several give the same number of windows
public record ConvolutionTranspose(List<Window> windows, int groups, List<Integer> axes)
    implements Convolving {

  public ConvolutionTranspose {
    windows = List.copyOf(windows);
    axes = List.copyOf(axes);
  }

  /// Returns the transpose for results of a shape.
  static ConvolutionTranspose giving(Shape x, List<Window> windows, int groups) {
    int[] axes = x.part(1, x.rank() - 1).sizes();
    return new ConvolutionTranspose(windows, groups, IntStream.of(axes).boxed().toList());
  }

  /// Returns the transposed convolution of images of a shape: with the smallest result, or some
  /// elements more at the end of each axis.
  ///
  /// @param y `[batch, windows…, out]`
  /// @param more elements at the end of each axis, less than its step; none given means 0
  /// @throws ShapeException if nothing would be left of an axis
  public static ConvolutionTranspose of(
      List<Window> windows, int groups, Shape y, List<Integer> more) {
    var axes = new ArrayList<Integer>();
    for (int axis = 0; axis < windows.size() && axis + 1 < y.rank(); axis++) {
      var window = windows.get(axis);
      int size = (y.size(axis + 1) - 1) * window.step() + window.reach();
      int left = size - window.before() - window.after() + (more.isEmpty() ? 0 : more.get(axis));
      if (left < 1) {
        throw new ShapeException(
            "convolutionTranspose: a %s leaves nothing of axis %d of %s"
                .formatted(window, axis + 1, y));
      }
      axes.add(left);
    }
    return new ConvolutionTranspose(windows, groups, axes);
  }

  @Override
  public String name() {
    return "convolutionTranspose";
  }

  @Override
  public Shapes shapes(List<TensorType> inputs) {
    return fit(inputs.get(0).shape(), inputs.get(1).shape(), axes);
  }

  private Shapes fit(Shape y, Shape w, List<Integer> axes) {
    requireRank(y);
    requireRank(w);
    var images = Shape.of(axes.stream().mapToInt(Integer::intValue).toArray());
    var channels = Shape.of(w.size(-2) * groups);
    return matching(Shape.of(y.size(0)).concat(images).concat(channels), w, y);
  }

  @Override
  public Shape result(Shapes shapes) {
    return shapes.x();
  }

  @Override
  public Tensor derivative(int input, Tensor upstream, Tensor other, TensorType type) {
    return input == 0
        ? new Convolution(windows, groups).on(upstream, other)
        : new ConvolutionWeights(windows, groups).on(upstream, other);
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public ConvolutionPlan plan(ConvolutionSizes sizes) {
    return ConvolutionPlan.images(sizes);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shapes = fit(inputs.get(0).shape(), inputs.get(1).shape(), axes);
    return new ConvolutionSums(windows, groups, shapes).images(inputs.get(0), inputs.get(1));
  }

  static OpSpec spec() {
    return ConvolutionSpecs.transpose();
  }
}

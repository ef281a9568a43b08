package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.ConvolutionPlan;
import dev.chainrule.kernel.ConvolutionSizes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The transpose of a convolution: every result is spread over its window, by the same weights.
///
/// `x[n, i, c] = Σ y[n, q, o] · w[t, c, o]` over all windows `q` and their elements `t` that lie at
/// `i = q · stride + t · dilation − before`. It is the gradient of a convolution by its images, and
/// a layer of its own, in which strides enlarge.
///
/// | | shape |
/// |---|---|
/// | `y` | `[batch, windows…, out]`, with 1 to 3 axes |
/// | weights | `[kernel…, in/groups, out]`, those of the convolution |
/// | result | `[batch, axes…, in]` |
///
/// @param sliding how the convolution's windows slide
/// @param groups into how many groups the channels are cut, 1 or more
/// @param axes the sizes of the result's axes; several give the same number of windows
public record ConvolutionTranspose(Sliding sliding, int groups, List<Integer> axes)
    implements Convolving {

  /// Returns the transpose for results of a shape.
  static ConvolutionTranspose giving(Shape x, Sliding sliding, int groups) {
    int[] axes = x.part(1, x.rank() - 1).sizes();
    return new ConvolutionTranspose(sliding, groups, IntStream.of(axes).boxed().toList());
  }

  /// Returns the transposed convolution with the smallest result, enlarged by some elements at the
  /// end of each axis.
  ///
  /// @param more elements at the end of each axis, less than its stride; none given means 0
  /// @throws ShapeException if shapes do not fit
  public static Tensor of(Tensor y, Tensor weights, Sliding sliding, int groups, int... more) {
    int[] axes = new int[sliding.axes()];
    var transpose = new ConvolutionTranspose(sliding, groups, List.of());
    transpose.requireRank(y.shape());
    transpose.requireRank(weights.shape());
    for (int axis = 0; axis < axes.length; axis++) {
      int last = sliding.place(axis, y.shape().size(axis + 1) - 1, weights.shape().size(axis) - 1);
      axes[axis] = last + 1 - sliding.after().get(axis) + (more.length == 0 ? 0 : more[axis]);
      if (axes[axis] < 0) {
        throw new ShapeException(
            "convolutionTranspose: %s and weights %s with padding %s and %s leave %d elements on axis %d"
                .formatted(
                    y.shape(),
                    weights.shape(),
                    sliding.before(),
                    sliding.after(),
                    axes[axis],
                    axis + 1));
      }
    }
    var sizes = Arrays.stream(axes).boxed().toList();
    return new ConvolutionTranspose(sliding, groups, sizes).on(y, weights);
  }

  @Override
  public String name() {
    return "convolutionTranspose";
  }

  @Override
  public Shapes shapes(List<TensorType> inputs) {
    return shapes(inputs.get(0).shape(), inputs.get(1).shape(), axes);
  }

  private Shapes shapes(Shape y, Shape w, List<Integer> axes) {
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
        ? new Convolution(sliding, groups).on(upstream, other)
        : ConvolutionWeights.giving(type.shape(), sliding, groups).on(upstream, other);
  }

  @Override
  public ConvolutionPlan plan(ConvolutionSizes sizes) {
    return ConvolutionPlan.images(sizes);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shapes = shapes(inputs.get(0).shape(), inputs.get(1).shape(), axes);
    return new ConvolutionSums(sliding, groups, shapes).images(inputs.get(0), inputs.get(1));
  }

  static OpSpec spec() {
    return ConvolutionSpecs.transpose();
  }
}

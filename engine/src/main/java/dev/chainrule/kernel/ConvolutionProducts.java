package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.kernel.WindowProduct.Results;
import dev.chainrule.kernel.WindowProduct.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Convolutions that are products of windows and weights: one of them for the results, and for the
/// images one for each place that an element can have between neighbouring windows.
///
/// An image's element `i` gets a term from every `t` that `i + before − t · dilation` is divisible
/// by the stride for. Elements whose remainders agree have the same `t`, and are a convolution of
/// the results with these weights, moving by one.
final class ConvolutionProducts extends ConvolutionPlan {
  final List<WindowProduct> products;

  /// The number of elements to be set to zero first; 0 if the products reach all of them.
  final int cleared;

  private ConvolutionProducts(List<WindowProduct> products, int cleared) {
    this.products = products;
    this.cleared = cleared;
  }

  static ConvolutionProducts ofResults(ConvolutionSizes s) {
    var axes = new WindowAxis[ConvolutionSizes.AXES];
    for (int axis = 0; axis < axes.length; axis++) {
      int dilation = s.dilation[axis];
      int before = s.before[axis];
      int[] offsets = IntStream.range(0, s.kernel[axis]).map(t -> t * dilation - before).toArray();
      axes[axis] = new WindowAxis(s.axes[axis], s.windows[axis], s.stride[axis], offsets);
    }
    var windowing = new Windowing(s.batch, s.in, s.groups, axes[0], axes[1], axes[2]);
    int tap = s.groupIn() * s.out;
    int[] taps = IntStream.range(0, s.taps()).map(t -> t * tap).toArray();
    var weights = new Weights(taps, new Strides(1, s.out), s.groupOut());
    int inner = s.out;
    int middle = s.windows[2] * inner;
    int outer = s.windows[1] * middle;
    var results = new Results(0, s.windows[0] * outer, outer, middle, inner);
    return new ConvolutionProducts(
        List.of(new WindowProduct(windowing, s.groupOut(), weights, results)), 0);
  }

  static ConvolutionProducts ofImages(ConvolutionSizes s) {
    var products = new ArrayList<WindowProduct>();
    int elements = 0;
    for (int outer = 0; outer < s.stride[0]; outer++) {
      for (int middle = 0; middle < s.stride[1]; middle++) {
        for (int inner = 0; inner < s.stride[2]; inner++) {
          var part = new Part(s, outer, middle, inner);
          if (part.exists()) {
            var product = part.product();
            products.add(product);
            elements += product.windowing.windows();
          }
        }
      }
    }
    int all = ConvolutionSizes.product(s.axes);
    return new ConvolutionProducts(
        List.copyOf(products), elements == all ? 0 : s.batch * all * s.in);
  }

  @Override
  public Optional<ConvolutionPlan> then(Tail tail) {
    return cleared > 0
        ? Optional.empty()
        : Optional.of(
            new ConvolutionProducts(
                products.stream().map(product -> product.then(tail)).toList(), cleared));
  }

  @Override
  public void run(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    ConvolutionRunner.F32.run(this, a, aOffset, b, bOffset, c, cOffset);
  }

  @Override
  public void run(double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    ConvolutionRunner.F64.run(this, a, aOffset, b, bOffset, c, cOffset);
  }

  /// The elements of images at `first + stride · i`, for one `first` on each axis.
  private static final class Part {
    private final ConvolutionSizes s;
    private final int[] first;
    private final int[][] taps = new int[ConvolutionSizes.AXES][];

    Part(ConvolutionSizes sizes, int... first) {
      this.s = sizes;
      this.first = first;
      for (int axis = 0; axis < taps.length; axis++) {
        taps[axis] = taps(axis);
      }
    }

    /// Returns the elements of windows that lie here, those of the first window first.
    private int[] taps(int axis) {
      int last = s.kernel[axis] - 1;
      return IntStream.rangeClosed(0, last)
          .map(t -> last - t)
          .filter(t -> Math.floorMod(distance(axis, t), s.stride[axis]) == 0)
          .toArray();
    }

    private int distance(int axis, int tap) {
      return first[axis] + s.before[axis] - tap * s.dilation[axis];
    }

    /// Returns whether there are such elements, and windows that reach them.
    boolean exists() {
      for (int axis = 0; axis < taps.length; axis++) {
        if (first[axis] >= s.axes[axis] || taps[axis].length == 0) {
          return false;
        }
      }
      return true;
    }

    WindowProduct product() {
      var windowing = new Windowing(s.batch, s.out, s.groups, axis(0), axis(1), axis(2));
      var weights = new Weights(weightPlaces(), new Strides(s.out, 1), s.groupOut());
      int inner = s.in;
      int middle = s.axes[2] * inner;
      int outer = s.axes[1] * middle;
      int start = first[0] * outer + first[1] * middle + first[2] * inner;
      var results =
          new Results(
              start,
              s.axes[0] * outer,
              s.stride[0] * outer,
              s.stride[1] * middle,
              s.stride[2] * inner);
      return new WindowProduct(windowing, s.groupIn(), weights, results);
    }

    private WindowAxis axis(int axis) {
      int stride = s.stride[axis];
      int elements = Math.ceilDiv(s.axes[axis] - first[axis], stride);
      int[] offsets =
          IntStream.of(taps[axis]).map(t -> Math.floorDiv(distance(axis, t), stride)).toArray();
      return new WindowAxis(s.windows[axis], elements, 1, offsets);
    }

    private int[] weightPlaces() {
      int tap = s.groupIn() * s.out;
      return IntStream.of(taps[0])
          .flatMap(t0 ->
              IntStream.of(taps[1])
                  .flatMap(t1 ->
                      IntStream.of(taps[2])
                          .map(t2 -> ((t0 * s.kernel[1] + t1) * s.kernel[2] + t2) * tap)))
          .toArray();
    }
  }
}

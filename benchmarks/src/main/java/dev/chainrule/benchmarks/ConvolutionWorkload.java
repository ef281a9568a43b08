package dev.chainrule.benchmarks;

import dev.chainrule.kernel.ConvolutionPlan;
import dev.chainrule.kernel.ConvolutionSizes;
import dev.chainrule.kernel.Gemm;
import dev.chainrule.kernel.Gemm.Strides;
import java.util.List;
import java.util.SplittableRandom;

/// A convolution of square images by square windows, padded to keep their size but for the step.
///
/// @param title of the network and the layer it is from
/// @param size of an axis of the images
/// @param window elements of an axis of a window
record ConvolutionWorkload(
    String title, int batch, int size, int in, int window, int out, int step) {
  static final List<ConvolutionWorkload> ALL =
      List.of(
          new ConvolutionWorkload("W3.1", 128, 28, 1, 5, 32, 1),
          new ConvolutionWorkload("W3.2", 128, 14, 32, 5, 64, 1),
          new ConvolutionWorkload("W4.1", 64, 32, 3, 3, 64, 1),
          new ConvolutionWorkload("W4.2", 64, 32, 64, 3, 64, 1),
          new ConvolutionWorkload("W4.3", 64, 32, 64, 3, 128, 2),
          new ConvolutionWorkload("W4.4", 64, 16, 128, 3, 128, 1),
          new ConvolutionWorkload("W4.5", 64, 16, 128, 3, 256, 2),
          new ConvolutionWorkload("W4.6", 64, 8, 256, 3, 256, 1));

  /// Which of the three sums of a convolution.
  enum Direction {
    RESULTS,
    IMAGES,
    WEIGHTS
  }

  int padding() {
    return window / 2;
  }

  int results() {
    return (size + 2 * padding() - window) / step + 1;
  }

  /// Returns the number of windows.
  int places() {
    return batch * results() * results();
  }

  /// Returns the number of terms of a result.
  int depth() {
    return window * window * in;
  }

  /// Returns multiplications and additions, those with padding included.
  double operations() {
    return 2.0 * places() * depth() * out;
  }

  float[] images() {
    return random(batch * size * size * in);
  }

  float[] weights() {
    return random(depth() * out);
  }

  float[] upstream() {
    return random(places() * out);
  }

  private static float[] random(int length) {
    var random = new SplittableRandom(length);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  /// Returns Chainrule's way to compute one of the sums.
  Runnable chainrule(Direction direction) {
    int[] x = {batch, size, size, in};
    int[] w = {window, window, in, out};
    int[] y = {batch, results(), results(), out};
    int[] pads = {padding(), padding()};
    var sizes = ConvolutionSizes.of(x, w, y, new int[] {step, step}, new int[] {1, 1}, pads);
    return switch (direction) {
      case RESULTS -> runnable(ConvolutionPlan.results(sizes), images(), weights(), upstream());
      case IMAGES -> runnable(ConvolutionPlan.images(sizes), upstream(), weights(), images());
      case WEIGHTS -> runnable(ConvolutionPlan.weights(sizes), images(), upstream(), weights());
    };
  }

  private static Runnable runnable(ConvolutionPlan plan, float[] a, float[] b, float[] c) {
    return () -> plan.run(a, 0, b, 0, c, 0);
  }

  /// Returns Chainrule's matrix product of the same size, on a matrix that has a window in each
  /// row.
  Runnable product(Direction direction) {
    float[] windows = random(places() * depth());
    if (direction == Direction.WEIGHTS) {
      var gradient =
          Gemm.of(depth(), out, places(), new Strides(1, depth()), Strides.ofColumns(out), out);
      float[] y = upstream();
      float[] w = weights();
      return () -> gradient.run(windows, 0, y, 0, w, 0);
    }
    var gemm = Gemm.of(places(), out, depth());
    float[] w = weights();
    float[] y = upstream();
    return () -> gemm.run(windows, 0, w, 0, y, 0);
  }

  @Override
  public String toString() {
    return "%s: %dx%dx%dx%d, %dx%d to %d%s"
        .formatted(
            title, batch, size, size, in, window, window, out, step > 1 ? ", step " + step : "");
  }
}

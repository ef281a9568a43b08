package dev.chainrule.kernel;

import java.util.Arrays;
import java.util.List;

/// A convolution with odd offsets and random operands, and all three of its sums.
record ConvolutionSample(String title, ConvolutionSizes sizes, List<Integer> lengths) {
  static final ConvolutionRunner<float[]> VECTORS_F32 = vectors(Multiplier.F32, Element.F32);
  static final ConvolutionRunner<double[]> VECTORS_F64 = vectors(Multiplier.F64, Element.F64);

  /// So few that the sums of several groups do not fit.
  private static final int KEPT_ELEMENTS = 1;

  private static final WinogradRunner WINOGRAD_VECTORS = winograd();

  private static final int[] OFFSETS = {5, 3, 7};
  static final float UNTOUCHED = 0x1.8p100f;

  /// @param x `[batch, axes…, in]`
  /// @param kernel elements of a window, outputs and groups
  /// @param slide for each axis: stride, dilation, zeros before and after
  static ConvolutionSample of(int[] x, int[] kernel, int[]... slide) {
    int axes = x.length - 2;
    int groups = kernel[axes + 1];
    int[] w = Arrays.copyOf(kernel, axes + 2);
    w[axes] = x[axes + 1] / groups;
    w[axes + 1] = kernel[axes];
    int[] y = x.clone();
    y[axes + 1] = kernel[axes];
    int[][] columns = new int[4][axes];
    for (int axis = 0; axis < axes; axis++) {
      int[] s = slide[axis];
      y[axis + 1] = (x[axis + 1] + s[2] + s[3] - (kernel[axis] - 1) * s[1] - 1) / s[0] + 1;
      for (int i = 0; i < columns.length; i++) {
        columns[i][axis] = s[i];
      }
    }
    var sizes = ConvolutionSizes.of(x, w, y, columns[0], columns[1], columns[2]);
    var title =
        "%s x %s %s".formatted(Arrays.toString(x), Arrays.toString(w), Arrays.deepToString(slide));
    return new ConvolutionSample(title, sizes, List.of(length(x), length(w), length(y)));
  }

  private static int length(int... sizes) {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }

  /// A way to compute one of the sums.
  interface Way<T> {
    void run(ConvolutionPlan plan, T a, int aOffset, T b, int bOffset, T c, int cOffset);
  }

  /// Returns results, images and weights, each with some elements around that must not change.
  float[][] floats(Way<float[]> way) {
    float[][] sums = new float[3][];
    for (int sum = 0; sum < 3; sum++) {
      int first = sum == 1 ? 2 : 0;
      int second = sum == 2 ? 2 : 1;
      int third = 3 - first - second;
      float[] result = new float[lengths.get(third) + OFFSETS[third] + 9];
      Arrays.fill(result, UNTOUCHED);
      way.run(
          plan(sum),
          operand(first),
          OFFSETS[first],
          operand(second),
          OFFSETS[second],
          result,
          OFFSETS[third]);
      sums[sum] = result;
    }
    return sums;
  }

  /// Returns the same in double precision.
  double[][] doubles(Way<double[]> way) {
    double[][] sums = new double[3][];
    for (int sum = 0; sum < 3; sum++) {
      int first = sum == 1 ? 2 : 0;
      int second = sum == 2 ? 2 : 1;
      int third = 3 - first - second;
      double[] result = new double[lengths.get(third) + OFFSETS[third] + 9];
      Arrays.fill(result, UNTOUCHED);
      way.run(
          plan(sum),
          widened(operand(first)),
          OFFSETS[first],
          widened(operand(second)),
          OFFSETS[second],
          result,
          OFFSETS[third]);
      sums[sum] = result;
    }
    return sums;
  }

  private ConvolutionPlan plan(int sum) {
    return switch (sum) {
      case 0 -> ConvolutionPlan.results(sizes);
      case 1 -> ConvolutionPlan.images(sizes);
      default -> ConvolutionPlan.weights(sizes);
    };
  }

  private float[] operand(int which) {
    return GemmSample.floats(lengths.get(which) + OFFSETS[which], 100 + which);
  }

  /// Doubles with digits that a float has not.
  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i] / 3.0);
    return wide;
  }

  private static <T> ConvolutionRunner<T> vectors(Multiplier<T> multiplier, Element element) {
    var tiles = new WindowTiles<>(multiplier.tiles(), element);
    tiles.skipWarming();
    return new ConvolutionRunner<>(tiles);
  }

  private static WinogradRunner winograd() {
    var kernels = new WinogradKernels(GemmSample.VECTORS_F32.tiles());
    kernels.skipWarming();
    return new WinogradRunner(kernels, KEPT_ELEMENTS);
  }

  static void reference(
      ConvolutionPlan plan, float[] a, int aOffset, float[] b, int bOffset, float[] c, int to) {
    switch (plan) {
      case ConvolutionProducts products ->
          ConvolutionReference.run(products, a, aOffset, b, bOffset, c, to);
      case ConvolutionWeights weights ->
          ConvolutionReference.run(weights, a, aOffset, b, bOffset, c, to);
      case WinogradProduct product -> WinogradReference.run(product, a, aOffset, b, bOffset, c, to);
      case WinogradWeights weights -> WinogradReference.run(weights, a, aOffset, b, bOffset, c, to);
    }
  }

  static void reference(
      ConvolutionPlan plan, double[] a, int aOffset, double[] b, int bOffset, double[] c, int to) {
    switch (plan) {
      case ConvolutionProducts products ->
          ConvolutionReference.run(products, a, aOffset, b, bOffset, c, to);
      case ConvolutionWeights weights ->
          ConvolutionReference.run(weights, a, aOffset, b, bOffset, c, to);
      case WinogradProduct product -> reference(product.doubles(), a, aOffset, b, bOffset, c, to);
      case WinogradWeights weights -> reference(weights.doubles(), a, aOffset, b, bOffset, c, to);
    }
  }

  static <T> Way<T> by(ConvolutionRunner<T> runner) {
    return (plan, a, aOffset, b, bOffset, c, cOffset) -> {
      switch (plan) {
        case ConvolutionProducts products ->
            runner.run(products, a, aOffset, b, bOffset, c, cOffset);
        case ConvolutionWeights weights -> runner.run(weights, a, aOffset, b, bOffset, c, cOffset);
        case WinogradProduct product when a instanceof float[] x ->
            WINOGRAD_VECTORS.run(product, x, aOffset, (float[]) b, bOffset, (float[]) c, cOffset);
        case WinogradWeights weights when a instanceof float[] x ->
            WINOGRAD_VECTORS.run(weights, x, aOffset, (float[]) b, bOffset, (float[]) c, cOffset);
        case WinogradProduct product ->
            by(runner).run(product.doubles(), a, aOffset, b, bOffset, c, cOffset);
        case WinogradWeights weights ->
            by(runner).run(weights.doubles(), a, aOffset, b, bOffset, c, cOffset);
      }
    };
  }

  @Override
  public String toString() {
    return title;
  }
}

package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;

/// The gradient of a convolution by its weights: the product of the transposed matrix that holds a
/// window in each row and the matrix of results.
final class ConvolutionWeights extends ConvolutionPlan {
  /// One weight of one window.
  static final ConvolutionWeights NONE = new ConvolutionWeights(WindowProduct.NONE);

  final Windowing windowing;
  final int columns;

  /// From one result of a window to the next, and from one window's to the next one's.
  final Strides results;

  /// See [Windowing#depthwise].
  final boolean depthwise;

  /// Neighbouring elements of a window: pairs of a place in the window and a number of terms.
  final int[] runs;

  ConvolutionWeights(ConvolutionSizes sizes) {
    this(ConvolutionProducts.ofResults(sizes).products.getFirst());
  }

  private ConvolutionWeights(WindowProduct product) {
    windowing = product.windowing;
    columns = product.columns;
    depthwise = product.depthwise;
    results = new Strides(1, out());
    runs = windowing.runs(0, product.depth());
  }

  /// Returns the number of results for each window.
  int out() {
    return columns * windowing.groups;
  }

  /// Returns the number of rows of weights, one for each element of a window and channel of a
  /// group.
  int rows() {
    return windowing.taps() * windowing.groupChannels();
  }

  /// Returns the number of windows of all images.
  int places() {
    return windowing.batch * windowing.windows();
  }

  /// Returns the number of weights.
  int elements() {
    return rows() * out();
  }

  /// Returns the number of multiplications and additions.
  long work() {
    return (long) elements() * places();
  }

  @Override
  public void run(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    ConvolutionRunner.F32.run(this, a, aOffset, b, bOffset, c, cOffset);
  }

  @Override
  public void run(double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    ConvolutionRunner.F64.run(this, a, aOffset, b, bOffset, c, cOffset);
  }
}

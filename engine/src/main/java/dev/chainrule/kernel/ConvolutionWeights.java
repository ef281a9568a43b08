package dev.chainrule.kernel;

/// The gradient of a convolution by its weights: the product of the transposed matrix that holds a
/// window in each row and the matrix of results.
final class ConvolutionWeights extends ConvolutionPlan {
  final Windowing windowing;
  final int columns;

  /// Neighbouring elements of a window: pairs of a place in the window and a number of terms.
  final int[] runs;

  ConvolutionWeights(ConvolutionSizes sizes) {
    var results = ConvolutionProducts.ofResults(sizes).products.getFirst();
    windowing = results.windowing;
    columns = results.columns;
    runs = windowing.runs(0, results.depth());
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

  @Override
  public void run(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    ConvolutionRunner.F32.run(this, a, aOffset, b, bOffset, c, cOffset);
  }

  @Override
  public void run(double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    ConvolutionRunner.F64.run(this, a, aOffset, b, bOffset, c, cOffset);
  }
}

package dev.chainrule.kernel;

/// The gradient of a convolution by its weights by Winograd's minimal filtering; double precision
/// is computed directly.
final class WinogradWeights extends ConvolutionPlan {
  /// One weight of one window.
  static final WinogradWeights NONE = new WinogradWeights(ConvolutionSizes.ONE);

  final WinogradSizes sizes;
  private final ConvolutionPlan doubles;

  WinogradWeights(ConvolutionSizes s) {
    sizes = WinogradSizes.ofResults(s);
    doubles = new ConvolutionWeights(s);
  }

  /// Returns how double precision is computed.
  ConvolutionPlan doubles() {
    return doubles;
  }

  @Override
  public void run(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    WinogradRunner.F32.run(this, a, aOffset, b, bOffset, c, cOffset);
  }

  @Override
  public void run(double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    doubles.run(a, aOffset, b, bOffset, c, cOffset);
  }
}

package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import java.util.stream.IntStream;

/// Results or images of a convolution by Winograd's minimal filtering; double precision is computed
/// directly.
final class WinogradProduct extends ConvolutionPlan {
  /// One window of one element.
  static final WinogradProduct NONE = ofResults(ConvolutionSizes.ONE);

  final WinogradSizes sizes;

  /// Where the weights of each element of a window begin.
  final int[] taps;

  /// From one output to the next, and from one channel of the images to the next.
  final Strides weights;

  private final ConvolutionPlan doubles;

  private WinogradProduct(
      WinogradSizes sizes, int[] taps, Strides weights, ConvolutionPlan doubles) {
    this.sizes = sizes;
    this.taps = taps;
    this.weights = weights;
    this.doubles = doubles;
  }

  static WinogradProduct ofResults(ConvolutionSizes s) {
    int[] taps = IntStream.range(0, s.taps()).map(tap -> tap * s.in * s.out).toArray();
    return new WinogradProduct(
        WinogradSizes.ofResults(s), taps, new Strides(1, s.out), ConvolutionProducts.ofResults(s));
  }

  static WinogradProduct ofImages(ConvolutionSizes s) {
    int last = s.taps() - 1;
    int[] taps = IntStream.rangeClosed(0, last).map(tap -> (last - tap) * s.in * s.out).toArray();
    return new WinogradProduct(
        WinogradSizes.ofImages(s), taps, new Strides(s.out, 1), ConvolutionProducts.ofImages(s));
  }

  /// Returns the number of terms of a sum.
  int depth() {
    return sizes.images().channels();
  }

  /// Returns the number of outputs.
  int columns() {
    return sizes.results().channels();
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

package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Tail tail;

  private WinogradProduct(
      WinogradSizes sizes, int[] taps, Strides weights, ConvolutionPlan doubles) {
    this(sizes, taps, weights, doubles, null);
  }

  private WinogradProduct(
      WinogradSizes sizes,
      int[] taps,
      Strides weights,
      ConvolutionPlan doubles,
      @Nullable Tail tail) {
    this.tail = tail;
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
  public Optional<ConvolutionPlan> then(Tail next) {
    return doubles
        .then(next)
        .map(followed -> new WinogradProduct(sizes, taps, weights, followed, next));
  }

  /// Hands outputs of some patches on, row by row.
  ///
  /// @param start where the first output of the results begins
  void finished(int start, int first, int count, int outputs) {
    if (tail == null) {
      return;
    }
    var results = sizes.results();
    for (int patch = first; patch < first + count; ) {
      int line = patch / results.across();
      int end = Math.min(first + count, (line + 1) * results.across());
      int row = WinogradSizes.RESULTS * (line % results.down());
      int left = WinogradSizes.RESULTS * (patch % results.across());
      int right = left + WinogradSizes.RESULTS * (end - patch);
      int columns = Math.min(right, results.columns()) - left;
      int image = line / results.down() * results.rows();
      for (int i = row; i < Math.min(row + WinogradSizes.RESULTS, results.rows()); i++) {
        int place = ((image + i) * results.columns() + left) * results.channels();
        tail.run(start + place, results.channels(), columns, outputs);
      }
      patch = end;
    }
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

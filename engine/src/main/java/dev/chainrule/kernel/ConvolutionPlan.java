package dev.chainrule.kernel;

import java.util.Optional;

/// A convolution or one of its derivatives, planned once for its sizes, then run on any contiguous
/// arrays and offsets.
///
/// Images, weights and results are laid out as [ConvolutionSizes] says; the result must not overlap
/// the operands. Running allocates nothing once warm, and several threads may run the same plan at
/// once.
///
/// Rounding depends on sizes alone, see the section "Convolution" in `docs/numerics.md`.
public abstract sealed class ConvolutionPlan
    permits ConvolutionProducts, ConvolutionWeights, WinogradProduct, WinogradWeights {

  /// Plans results from images and weights.
  public static ConvolutionPlan results(ConvolutionSizes sizes) {
    return WinogradSizes.fit(sizes)
        ? WinogradProduct.ofResults(sizes)
        : ConvolutionProducts.ofResults(sizes);
  }

  /// Plans images from results and weights: the transposed convolution.
  public static ConvolutionPlan images(ConvolutionSizes sizes) {
    return WinogradSizes.fit(sizes)
        ? WinogradProduct.ofImages(sizes)
        : ConvolutionProducts.ofImages(sizes);
  }

  /// Plans weights from images and results: the gradient by the weights.
  public static ConvolutionPlan weights(ConvolutionSizes sizes) {
    return WinogradSizes.fit(sizes) ? new WinogradWeights(sizes) : new ConvolutionWeights(sizes);
  }

  /// Returns this plan, followed by what is done with every part of its results once it is
  /// finished; empty if parts are not finished one by one.
  public Optional<ConvolutionPlan> then(Tail tail) {
    return Optional.empty();
  }

  /// Runs the plan on 32-bit floating-point arrays, each from its offset.
  public abstract void run(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset);

  /// Runs the plan on 64-bit floating-point arrays, each from its offset.
  public abstract void run(
      double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset);

  /// Runs the plan on contiguous storages of one floating-point type.
  public void run(Storage a, Storage b, Storage c) {
    if (c.array() instanceof float[] result) {
      run((float[]) a.array(), a.offset(), (float[]) b.array(), b.offset(), result, c.offset());
    } else {
      run(
          (double[]) a.array(),
          a.offset(),
          (double[]) b.array(),
          b.offset(),
          (double[]) c.array(),
          c.offset());
    }
  }
}

package dev.chainrule.kernel;

/// Runs plans of convolutions by Winograd's minimal filtering.
final class WinogradRunner {
  /// Elements of the sums of groups that are kept at a time, if they are several.
  private static final int KEPT_ELEMENTS = 1 << 22;

  static final WinogradRunner F32 =
      new WinogradRunner(new WinogradKernels(Multiplier.F32.tiles()), KEPT_ELEMENTS);

  private final Slots<WinogradJob> products;
  private final Slots<WinogradWeightsJob> gradients;

  WinogradRunner(WinogradKernels kernels, int keptElements) {
    products = new Slots<>(() -> new WinogradJob(kernels));
    gradients = new Slots<>(() -> new WinogradWeightsJob(kernels, keptElements));
  }

  /// Runs results or images.
  void run(
      WinogradProduct plan, float[] x, int xOffset, float[] w, int wOffset, float[] y, int to) {
    var job = products.take();
    try {
      job.run(plan, x, xOffset, w, wOffset, y, to);
    } finally {
      products.give(job);
    }
  }

  /// Runs a gradient by weights.
  void run(
      WinogradWeights plan, float[] x, int xOffset, float[] y, int yOffset, float[] w, int to) {
    var job = gradients.take();
    try {
      job.run(plan, x, xOffset, y, yOffset, w, to);
    } finally {
      gradients.give(job);
    }
  }
}

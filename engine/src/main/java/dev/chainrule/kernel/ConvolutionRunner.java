package dev.chainrule.kernel;

/// Runs plans of convolutions on arrays of one element type. `T` is `float[]` or `double[]`.
final class ConvolutionRunner<T> {
  static final ConvolutionRunner<float[]> F32 =
      new ConvolutionRunner<>(new WindowTiles<>(Multiplier.F32.tiles(), Element.F32));
  static final ConvolutionRunner<double[]> F64 =
      new ConvolutionRunner<>(new WindowTiles<>(Multiplier.F64.tiles(), Element.F64));

  private final PlainLoops<T> plain;
  private final Slots<WindowJob<T>> products;
  private final Slots<WeightsJob<T>> gradients;

  ConvolutionRunner(WindowTiles<T> tiles) {
    plain = tiles.tiles.plain;
    products = new Slots<>(() -> new WindowJob<>(tiles));
    gradients = new Slots<>(() -> new WeightsJob<>(tiles));
  }

  /// Runs the products of a plan one after the other.
  void run(ConvolutionProducts plan, T x, int xOffset, T w, int wOffset, T y, int yOffset) {
    plain.clear(y, yOffset, plan.cleared);
    WindowJob<T> job = products.take();
    try {
      for (int i = 0; i < plan.products.size(); i++) { // an iterator would be allocated
        job.run(plan.products.get(i), x, xOffset, w, wOffset, y, yOffset);
      }
    } finally {
      products.give(job);
    }
  }

  /// Runs a gradient by weights.
  void run(ConvolutionWeights plan, T x, int xOffset, T y, int yOffset, T w, int wOffset) {
    WeightsJob<T> job = gradients.take();
    try {
      job.run(plan, x, xOffset, y, yOffset, w, wOffset);
    } finally {
      gradients.give(job);
    }
  }
}

package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import org.jspecify.annotations.Nullable;

/// A product of windows and weights: `y[window, column] = Σ window[tap, channel] · w[tap, channel,
/// column]` for every group of channels.
///
/// It is the matrix product of a matrix that holds a window in each row, in the order of taps, and
/// a matrix of weights; only that the first one is never made.
final class WindowProduct {
  /// A product of one window of one element with one weight.
  static final WindowProduct NONE =
      new WindowProduct(
          Windowing.NONE,
          1,
          new Weights(new int[] {0}, new Strides(1, 1), 1),
          new Results(0, 1, 1, 1, 1));

  final Windowing windowing;
  final int columns;
  final Weights weights;
  final Results results;

  /// The terms of a sum, see [Windowing#chunks]; those of a channel each in a run of its own.
  final int[][] chunks;

  /// See [Windowing#depthwise].
  final boolean depthwise;

  private final @Nullable Tail tail;

  WindowProduct(Windowing windowing, int columns, Weights weights, Results results) {
    this(windowing, columns, weights, results, null);
  }

  private WindowProduct(
      Windowing windowing, int columns, Weights weights, Results results, @Nullable Tail tail) {
    this.windowing = windowing;
    this.columns = columns;
    this.weights = weights;
    this.results = results;
    this.tail = tail;
    depthwise = windowing.depthwise(columns);
    chunks = depthwise ? new int[][] {windowing.singles()} : windowing.chunks();
  }

  /// Where the weights are.
  ///
  /// @param taps the place of each tap's weights
  /// @param strides from one column of the product to the next, and from one channel to the next
  /// @param group from one group to the next
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Weights(int[] taps, Strides strides, int group) {}

  /// Where the results go: columns, and the groups of columns, follow each other.
  ///
  /// @param first the place of the first image's first window
  /// @param image from one image to the next
  /// @param outer from one window of the outer axis to the next
  /// @param middle from one window of the middle axis to the next
  /// @param inner from one window of the inner axis to the next
  record Results(int first, int image, int outer, int middle, int inner) {
    int place(int image, int outer, int middle) {
      return first + image * this.image + outer * this.outer + middle * this.middle;
    }
  }

  /// Returns this product, followed by what is done with every part of its results.
  WindowProduct then(Tail next) {
    return new WindowProduct(windowing, columns, weights, results, next);
  }

  /// Hands the results of an image's windows `from .. end − 1` of the outer axis on.
  ///
  /// @param start where the results begin
  void finished(int start, int image, int from, int end) {
    if (tail == null) {
      return;
    }
    int width = columns * windowing.groups;
    int inner = windowing.inner.windows();
    int middle = windowing.middle.windows();
    int apart = results.inner;
    if (results.middle == inner * apart && results.outer == middle * inner * apart) {
      int rows = (end - from) * middle * inner;
      tail.run(start + results.place(image, from, 0), apart, rows, width);
      return;
    }
    for (int i = from; i < end; i++) {
      for (int j = 0; j < middle; j++) {
        tail.run(start + results.place(image, i, j), apart, inner, width);
      }
    }
  }

  /// Returns the number of terms of each sum.
  int depth() {
    return windowing.taps() * windowing.groupChannels();
  }

  /// Returns the number of multiplications and additions.
  long work() {
    return (long) windowing.batch * windowing.windows() * columns * windowing.groups * depth();
  }
}

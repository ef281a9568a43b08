package dev.chainrule.kernel;

import java.util.Arrays;

/// The sizes of a convolution of contiguous images `[batch, axes…, in]` with weights `[kernel…,
/// in/groups, out]`.
///
/// There are always three axes here: missing ones have one element and one window.
public final class ConvolutionSizes {
  static final int AXES = 3;

  /// One window of one element.
  static final ConvolutionSizes ONE =
      of(
          new int[] {1, 1, 1},
          new int[] {1, 1, 1},
          new int[] {1, 1, 1},
          new int[] {1},
          new int[] {1},
          new int[] {0});

  final int batch;
  final int in;
  final int out;
  final int groups;
  final int[] axes;
  final int[] kernel;
  final int[] windows;
  final int[] stride;
  final int[] dilation;
  final int[] before;

  private ConvolutionSizes(int[] x, int[] w, int[] y, int[] stride, int[] dilation, int[] before) {
    int last = x.length - 1;
    batch = x[0];
    in = x[last];
    out = y[last];
    groups = in / w[last - 1];
    axes = three(Arrays.copyOfRange(x, 1, last), 1);
    kernel = three(Arrays.copyOf(w, last - 1), 1);
    windows = three(Arrays.copyOfRange(y, 1, last), 1);
    this.stride = three(stride, 1);
    this.dilation = three(dilation, 1);
    this.before = three(before, 0);
  }

  /// Returns the sizes of a convolution, which must fit; none of them is 0.
  ///
  /// @param x of the images
  /// @param w of the weights
  /// @param y of the results `[batch, windows…, out]`
  /// @param stride from one window to the next, for each axis
  /// @param dilation from one element of a window to the next, for each axis
  /// @param before how many zeros come before each axis
  public static ConvolutionSizes of(
      int[] x, int[] w, int[] y, int[] stride, int[] dilation, int[] before) {
    return new ConvolutionSizes(x, w, y, stride, dilation, before);
  }

  /// One axis is the innermost of three; of two, the other is the outermost, along which work can
  /// be shared.
  private static int[] three(int[] numbers, int missing) {
    return switch (numbers.length) {
      case 1 -> new int[] {missing, missing, numbers[0]};
      case 2 -> new int[] {numbers[0], missing, numbers[1]};
      default -> numbers.clone();
    };
  }

  /// Channels of the images in a group.
  int groupIn() {
    return in / groups;
  }

  /// Channels of the results in a group.
  int groupOut() {
    return out / groups;
  }

  /// Elements of a window.
  int taps() {
    return product(kernel);
  }

  /// Windows of all samples.
  int places() {
    return batch * product(windows);
  }

  static int product(int... sizes) {
    return sizes[0] * sizes[1] * sizes[2];
  }
}
